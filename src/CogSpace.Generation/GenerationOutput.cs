namespace CogSpace.Generation;

/// <summary>Where a generation's files go.</summary>
/// <param name="Video">A video; the ending of its name says which: .mp4, .mkv, .webm, .gif or .webp.</param>
/// <param name="Latents">A safetensors file with the latents before decoding; null: none.</param>
/// <param name="Poster">A JPEG of the frame in the middle; null: none.</param>
/// <param name="Before">
/// An MP4 of the frames as the model made them, where they are upscaled or interpolated, or as a file held them, where they are
/// upscaled; null: none.
/// </param>
public sealed record GenerationOutput(string Video, string? Latents = null, string? Poster = null, string? Before = null)
{
    /// <inheritdoc cref="OutputFiles.CheckVideosWritable"/>
    public void CheckWritable() => OutputFiles.CheckVideosWritable([Video, Before], Latents, Poster);
}
