namespace CogSpace.Web.Moderation;

/// <summary>The host does not want this request, or cannot tell now; the message says so to the visitor.</summary>
/// <param name="status">The status code that says the same to programs.</param>
/// <param name="message">A sentence without the words of the request.</param>
/// <param name="inner">What it came from.</param>
public sealed class RefusedException(int status, string message, Exception? inner = null) : CogSpaceException(message, inner)
{
    /// <summary>The status code of the answer.</summary>
    public int Status { get; } = status;
}
