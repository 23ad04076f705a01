namespace CogSpace.PostProcess.Media;

/// <summary>Of a picture as it is shown: after the rotation that its file asks for.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public readonly record struct PictureSize(int Width, int Height);
