namespace CogSpace.Web.Jobs;

/// <summary>The disk, or the part of it that jobs may take, is full.</summary>
public sealed class NoRoomException() : CogSpaceException(
    "The server has no room for another video. Please try again later, or delete videos that you do not need.");
