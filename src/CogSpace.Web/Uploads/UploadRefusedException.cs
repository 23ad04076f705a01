namespace CogSpace.Web.Uploads;

/// <summary>An upload is not taken; the message says why.</summary>
/// <param name="status">The status code that says the same to programs.</param>
/// <param name="message">A sentence for the visitor.</param>
/// <param name="inner">What it came from.</param>
public sealed class UploadRefusedException(int status, string message, Exception? inner = null)
    : CogSpaceException(message, inner)
{
    /// <summary>The status code of the answer.</summary>
    public int Status { get; } = status;
}
