using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Preview;

/// <summary>Fits a projection of latents to colours by what an autoencoder makes of simple clips.</summary>
internal sealed class ProjectionFitting(CogVideoXVae vae, VaeConfig config, ScalarType type, Device device)
{
    private const int Places = 8;       // along each side of a clip's latents

    /// <param name="cancel">Looked at within the encoder.</param>
    public LatentProjection Fit(CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        int stride = (int)config.TemporalCompressionRatio;
        var latents = new List<Tensor>();
        var colours = new List<Tensor>();
        foreach (var clip in FittingClips.Draw((2 * stride) + 1, Places * config.SpatialCompression))
        {
            using var pixels = FramePixels.ToPixels(clip, type, device);                     // (1, 3, F, H, W)
            using var distribution = vae.Encode(pixels, cancel: cancel);
            var places = distribution.Mean.to(ScalarType.Float32).cpu().Times(config.ScalingFactor);  // (1, C, f, h, w)
            latents.Add(places.squeeze(0).flatten(1).transpose(0, 1));
            colours.Add(Averages(pixels.to(ScalarType.Float32).cpu(), stride, places.shape[2]).flatten(1).transpose(0, 1));
        }

        return LatentProjection.Fit(cat(latents), cat(colours));
    }

    // pixels (1, 3, F, H, W) -> (3, f, h, w): the mean colour of what each latent stands for, the first frame alone, then
    // stride frames together
    private static Tensor Averages(Tensor pixels, int stride, long latentFrames)
    {
        long size = pixels.shape[3] / Places;
        var cells = pixels.squeeze(0).unflatten(3, Places, size).unflatten(2, Places, size).mean([3, 5]); // (3, F, h, w)
        var groups = Enumerable
            .Range(0, (int)latentFrames)
            .Select(f =>
                f == 0 ? cells.narrow(1, 0, 1) : cells.narrow(1, 1 + ((f - 1) * stride), stride).mean([1], keepdim: true)
            );
        return cat([.. groups], dim: 1);
    }
}
