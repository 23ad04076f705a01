namespace CogSpace.Web.Api.Callbacks;

/// <summary>Who is told when a video is over, and how far that has come: kept with the job, over restarts.</summary>
/// <param name="Url">Who is told.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="Next">When it is tried next; null: it was told, or there is no use in it.</param>
public sealed record Callback(string Url, int Attempts, DateTimeOffset? Next)
{
    private static readonly TimeSpan[] Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30),
        TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
    ];

    /// <summary>After it was told, or answered that it does not want to be.</summary>
    internal Callback Ended() => this with { Attempts = Attempts + 1, Next = null };

    /// <summary>After it did not answer as it should.</summary>
    internal Callback Failed(DateTimeOffset now) =>
        this with { Attempts = Attempts + 1, Next = Attempts < Pauses.Length ? now + Pauses[Attempts] : null };
}
