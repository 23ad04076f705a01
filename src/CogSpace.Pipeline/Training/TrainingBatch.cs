namespace CogSpace.Pipeline.Training;

/// <summary>What one pass through the network learns from.</summary>
/// <param name="Clean">(B, F, C, H, W), float32: latents of the clips, filled up in front to whole patches.</param>
/// <param name="Noise">The same shape and type.</param>
/// <param name="Timesteps">One for each of the batch.</param>
/// <param name="Text">(B, T, text width): embeddings of the prompts.</param>
/// <param name="Image">(B, 1, C, H, W): latents of the images that the clips begin with; null for text to video.</param>
internal sealed record TrainingBatch(
    Tensor Clean, Tensor Noise, IReadOnlyList<int> Timesteps, Tensor Text, Tensor? Image = null)
{
    /// <summary>Repeats the first frame in front until patches of several frames are full, as CogVideoX 1.5 has them.</summary>
    /// <param name="latents">(B, F, C, H, W)</param>
    /// <param name="framesPerPatch">1 or 2.</param>
    /// <returns>(B, F', C, H, W), a tensor of the current scope.</returns>
    public static Tensor FillFront(Tensor latents, int framesPerPatch)
    {
        using var scope = NewDisposeScope();
        long missing = latents.shape[1] % framesPerPatch;
        return scope.MoveToOuter(cat([latents.narrow(1, 0, 1).repeat(1, missing, 1, 1, 1), latents], dim: 1));
    }

    /// <summary>What the network is given of noisy latents.</summary>
    /// <param name="noisy">(B, F, C, H, W)</param>
    /// <returns>(B, F, C or 2C, H, W): the image beside the first frame, and zeros beside the others.</returns>
    public Tensor WithImage(Tensor noisy)
    {
        if (Image is null)
            return noisy;
        using var scope = NewDisposeScope();
        var size = noisy.shape;
        var rest = zeros([size[0], size[1] - 1, size[2], size[3], size[4]], dtype: noisy.dtype, device: noisy.device);
        return scope.MoveToOuter(cat([noisy, cat([Image.to(noisy.dtype), rest], dim: 1)], dim: 2));
    }
}
