namespace CogSpace.Client;

/// <summary>How a client bears with a server that is away or busy.</summary>
public sealed record RetryOptions
{
    /// <summary>How long a request is sent again before its failure is thrown. Zero: it is sent once.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Is told of a failure, and how long the client waits before it tries again; null: nobody is told.</summary>
    public Action<CogSpaceApiException, TimeSpan>? Waiting { get; init; }

    /// <summary>The clock that pauses are counted by.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
