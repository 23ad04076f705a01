namespace CogSpace.Web.Visitors;

/// <summary>A visitor has as much of the server as one may have for now; the message says until when.</summary>
public sealed class ShareUsedException(string message) : CogSpaceException(message);
