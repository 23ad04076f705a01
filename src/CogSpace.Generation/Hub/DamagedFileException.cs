namespace CogSpace.Generation.Hub;

/// <summary>What came is not what the hub promised. Nothing of it is kept.</summary>
internal sealed class DamagedFileException(string message) : CogSpaceException(message);
