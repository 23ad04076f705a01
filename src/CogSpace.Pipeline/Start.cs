namespace CogSpace.Pipeline;

/// <summary>Where a walk from noise to a video starts.</summary>
/// <param name="Latents">(B, F, C, H, W): noise, or a video with noise added.</param>
/// <param name="Image">
/// (B, F, C, H, W): the latents of the image that the video begins with, then zeros; null for models that take none.
/// </param>
internal sealed record Start(Tensor Latents, Tensor? Image = null) : IDisposable
{
    public void Dispose()
    {
        Latents.Dispose();
        Image?.Dispose();
    }
}
