namespace CogSpace.Generation.Rewriting;

/// <summary>A server refused a request that has a picture: its model may take none.</summary>
/// <param name="status">What it answered.</param>
internal sealed class PictureRefusedException(int status) : Exception($"A request with a picture was refused ({status}).");
