namespace CogSpace.Generation;

/// <summary>Where an inversion's files go.</summary>
/// <param name="Video">The regenerated video; the ending of its name says which format.</param>
/// <param name="Noise">What the video was walked to, as a video; null: none.</param>
/// <param name="Latents">A safetensors file with both walks; null: none.</param>
public sealed record InversionOutput(string Video, string? Noise = null, string? Latents = null)
{
    /// <inheritdoc cref="OutputFiles.CheckVideosWritable"/>
    public void CheckWritable() => OutputFiles.CheckVideosWritable([Video, Noise], Latents);
}
