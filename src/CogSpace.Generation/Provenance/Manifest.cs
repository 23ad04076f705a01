using System.Text.Json.Serialization;

namespace CogSpace.Generation.Provenance;

/// <summary>What the maker of a video states about its file.</summary>
public sealed record Manifest
{
    /// <summary>The newest version that is understood.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Grows when earlier programs would misunderstand it.</summary>
    public int Version { get; init; } = CurrentVersion;

    /// <summary>SHA-256 of the file, in hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long Bytes { get; init; }

    /// <summary>The model's name.</summary>
    public required string Model { get; init; }

    /// <summary>How the video was made.</summary>
    [JsonConverter(typeof(RecipeJson))]
    public required Recipe Recipe { get; init; }

    /// <summary>The program that signed it, with its version.</summary>
    public required string Program { get; init; }

    /// <summary>When it was signed, in UTC, by the maker's clock.</summary>
    public required DateTimeOffset SignedAt { get; init; }

    /// <summary>The id of the key that signed it: <see cref="VerificationKey.Id"/>.</summary>
    public required string Key { get; init; }

    /// <summary>Says that a file is not the one that this is about.</summary>
    /// <exception cref="ManifestException">Its bytes are others.</exception>
    public void Require(string sha256)
    {
        if (!sha256.Equals(Sha256, StringComparison.Ordinal))
            throw new ManifestException(
                "The file is not the one that the manifest is about: it was changed, or it is another file.");
    }
}
