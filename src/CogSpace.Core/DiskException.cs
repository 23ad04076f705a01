namespace CogSpace;

/// <summary>A disk takes no files at the moment: it is full, or has become read-only. The same may go well later.</summary>
public sealed class DiskException(string message, Exception? inner = null) : CogSpaceException(message, inner);
