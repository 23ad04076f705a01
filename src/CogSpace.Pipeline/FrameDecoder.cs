using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Latents to frames, chunk by chunk.</summary>
/// <param name="vae">The autoencoder.</param>
/// <param name="config">Its own.</param>
/// <param name="tiling">How pictures are cut; null: not.</param>
/// <param name="fromZero">Whether pixels decode to 0 to 1 instead of -1 to 1.</param>
internal sealed class FrameDecoder(CogVideoXVae vae, VaeConfig config, VaeTiling? tiling = null, bool fromZero = false)
{
    /// <param name="latents">(1, F, C, H, W), scaled.</param>
    /// <param name="decoded">Told after each chunk of a tile.</param>
    /// <param name="cancel">Looked at between decoder blocks.</param>
    public IEnumerable<Frame> Decode(Tensor latents, Action decoded, CancellationToken cancel)
    {
        using var unscaled = Unscale(latents, config);
        foreach (var chunk in vae.Decode(unscaled, tiling, decoded, cancel))
        {
            using (chunk)
            {
                foreach (var frame in FrameConversion.ToFrames(chunk, fromZero))
                    yield return frame;
            }
        }
    }

    /// <returns>(B, C, F, H, W), as the autoencoder takes them; the caller disposes it.</returns>
    public static Tensor Unscale(Tensor latents, VaeConfig config)
    {
        using var scope = NewDisposeScope();
        return scope.Detach(latents.transpose(1, 2).Times(1 / config.ScalingFactor));
    }
}
