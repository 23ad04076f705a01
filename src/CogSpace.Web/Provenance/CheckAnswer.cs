namespace CogSpace.Web.Provenance;

/// <summary>What is said of a file that somebody wanted checked.</summary>
/// <param name="Verified">Whether this server vouches for it.</param>
/// <param name="Sentence">The same for a person, with the reason if not.</param>
/// <param name="Sha256">Of the file, in hexadecimal digits.</param>
public sealed record CheckAnswer(bool Verified, string Sentence, string Sha256)
{
    /// <summary>The model that made it; null: not verified.</summary>
    public string? Model { get; init; }

    /// <summary>The program that signed it; null: not verified.</summary>
    public string? Program { get; init; }

    /// <summary>When it was signed, in UTC; null: not verified.</summary>
    public DateTimeOffset? SignedAt { get; init; }
}
