using System.Text.Json.Serialization;
using CogSpace.Generation;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Uploads;

/// <summary>A file that somebody has sent and may make a video from. As it lies on disk, in upload.json.</summary>
/// <param name="Id">Unguessable, safe in an address.</param>
/// <param name="Owner">Whose it is.</param>
/// <param name="File">The bare name of the file beside upload.json.</param>
/// <param name="Info">What it is.</param>
/// <param name="Used">
/// When it came, or was last made a video from: it is kept for <see cref="UploadOptions.Lifetime"/> from then on.
/// </param>
public sealed record Upload(string Id, string Owner, string File, SourceInfo Info, DateTimeOffset Used)
{
    /// <summary>The address that it counts for; null in older records, which count for nobody's.</summary>
    public string? Address { get; init; }

    /// <summary>
    /// What the file itself says decided it, when it is a video that this program has made; anybody can write such a thing
    /// into a file.
    /// </summary>
    [JsonConverter(typeof(RecipeJson))]
    public Recipe? Recipe { get; init; }

    /// <summary>Whose it is, and the address that it counts for.</summary>
    [JsonIgnore]
    internal Visitor Visitor => new(Owner, Address ?? Visitor.ThisMachine);
}
