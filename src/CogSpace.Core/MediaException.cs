namespace CogSpace;

/// <summary>Reading or writing a picture or a video failed; the message carries FFmpeg's own words where it has any.</summary>
public sealed class MediaException(string message, Exception? inner = null) : CogSpaceException(message, inner);
