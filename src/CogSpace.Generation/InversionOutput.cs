namespace CogSpace.Generation;

/// <summary>Where an inversion's files go.</summary>
/// <param name="Video">An MP4 of the regenerated video.</param>
/// <param name="Noise">An MP4 of what the video was walked to; null: none.</param>
/// <param name="Latents">A safetensors file with both walks; null: none.</param>
public sealed record InversionOutput(string Video, string? Noise = null, string? Latents = null)
{
    /// <inheritdoc cref="OutputFiles.CheckWritable"/>
    public void CheckWritable() => OutputFiles.CheckWritable(Video, Noise, Latents);
}
