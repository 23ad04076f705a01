namespace CogSpace.Generation.Hub;

/// <summary>Where models are pulled from and where they are kept.</summary>
public sealed record HubOptions
{
    public static readonly Uri PublicHub = new("https://huggingface.co");

    /// <summary>Any server that speaks the hub's language.</summary>
    public Uri Endpoint { get; init; } = PublicHub;

    /// <summary>Sent to the endpoint and to nobody else; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Shared with every other program that keeps what it gets from a hub.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Nothing is asked for over the network.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Files that are fetched at the same time.</summary>
    public int ParallelFiles { get; init; } = 4;

    /// <summary>Requests that may fail in a row without a byte coming through before one gives up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Waited before the second attempt, and twice as long before each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that is silent for longer counts as cut.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);
}
