namespace CogSpace.Cli.Tests;

/// <summary>A decoded video.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Frames">RGB bytes of each frame.</param>
internal sealed record Clip(int Width, int Height, IReadOnlyList<byte[]> Frames);
