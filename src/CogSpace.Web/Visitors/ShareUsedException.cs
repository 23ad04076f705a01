namespace CogSpace.Web.Visitors;

/// <summary>A visitor has as much of the server as one may have for now; the message says until when.</summary>
/// <param name="message">A sentence for the visitor.</param>
/// <param name="retryAfter">When it is worth asking again; null: not known.</param>
public sealed class ShareUsedException(string message, TimeSpan? retryAfter = null) : CogSpaceException(message)
{
    /// <summary>When it is worth asking again; null: not known.</summary>
    public TimeSpan? RetryAfter { get; } = retryAfter;
}
