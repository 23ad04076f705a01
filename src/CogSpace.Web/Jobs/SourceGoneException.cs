namespace CogSpace.Web.Jobs;

/// <summary>The picture or video that a video should be made from is not on the server, or not this visitor's.</summary>
public sealed class SourceGoneException(Exception? inner = null) : CogSpaceException(
    "The file that you chose is not on the server any more: uploads are kept for a while only. Please choose it again.", inner);
