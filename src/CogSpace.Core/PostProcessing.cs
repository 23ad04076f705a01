namespace CogSpace;

/// <summary>
/// What is done to frames after they are made. Upscaling comes first, so that motion is drawn in the large picture.
/// </summary>
/// <param name="Upscale">Frames get more pixels.</param>
/// <param name="Interpolate">How many times the frame rate becomes as high: 2 or 4; 1 leaves it.</param>
/// <param name="Upscaler">
/// A file of weights, or the name of an installed one, or "lanczos" or "lanczos-2x" for none; null: the smallest installed
/// one, else Lanczos.
/// </param>
/// <param name="Interpolator">A file of weights or the name of an installed one; null: the smallest installed one.</param>
/// <remarks>Source: CogVideo inference/gradio_composite_demo/app.py, infer and generate: the same order.</remarks>
public sealed record PostProcessing(
    bool Upscale = false, int Interpolate = 1, string? Upscaler = null, string? Interpolator = null)
{
    /// <exception cref="InvalidRequestException">The factor is another one.</exception>
    public void Check()
    {
        if (Interpolate is not (1 or 2 or 4))
            throw new InvalidRequestException($"A frame rate {Interpolate} times as high is not possible: choose 2 or 4.");
    }
}
