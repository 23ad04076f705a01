using System.Net;

namespace CogSpace.Client;

/// <summary>A request failed. The message is the server's sentence, or says why the server could not be heard.</summary>
public sealed class CogSpaceApiException : Exception
{
    /// <summary>The code where the server could not be reached, or the connection was lost.</summary>
    public const string Unreachable = "unreachable";

    /// <summary>The code where an answer is not one of a CogSpace server.</summary>
    public const string NotUnderstood = "not_understood";

    internal CogSpaceApiException(string message, string code, FailureKind kind, Exception? inner = null)
        : base(message, inner) => (Code, Kind) = (code, kind);

    /// <summary>The status of the answer; null: there was none.</summary>
    public HttpStatusCode? Status { get; internal init; }

    /// <summary>
    /// A word that stays the same in every language: one of the server's, such as <c>invalid</c> or <c>queue_full</c>, or
    /// <see cref="Unreachable"/> or <see cref="NotUnderstood"/>.
    /// </summary>
    public string Code { get; }

    /// <summary>The field of the request that is at fault; null: not one alone.</summary>
    public string? Field { get; internal init; }

    /// <summary>When the server says it is worth asking again; null: it does not say.</summary>
    public TimeSpan? RetryAfter { get; internal init; }

    internal FailureKind Kind { get; }
}

/// <summary>What a failure means for sending the request again.</summary>
internal enum FailureKind
{
    /// <summary>It would fail again.</summary>
    Final,

    /// <summary>The server did nothing and wants to be asked later.</summary>
    Later,

    /// <summary>Nothing is known of what the server did.</summary>
    Lost,

    /// <summary>There was no connection, so nothing was sent.</summary>
    NotConnected,
}
