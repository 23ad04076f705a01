using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Makes the latents that a video starts from: noise, an image beside noise, or a video with noise added.</summary>
/// <remarks>
/// Source: diffusers prepare_latents of pipeline_cogvideox.py, pipeline_cogvideox_image2video.py and
/// pipeline_cogvideox_video2video.py. The order of the draws is theirs: the autoencoder's sample comes first.
/// </remarks>
internal sealed class StartingLatents(CogVideoXVae vae, PipelineShape shape, ComputePlace place, VaeTiling? tiling = null)
{
    /// <param name="plan">What is made.</param>
    /// <param name="pixels">(1, 3, 1, H, W), -1 to 1.</param>
    /// <param name="noise">Of the video.</param>
    /// <param name="encoded">Told when the image is encoded.</param>
    /// <param name="cancel">Looked at within the encoder.</param>
    public Start FromImage(GenerationPlan plan, Tensor pixels, NoiseSource noise, Action encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var first = Encode(pixels, noise, ImageScale, encoded, cancel);                       // (1, 1, C, H, W)
        var size = shape.LatentShape(plan);
        var rest = zeros([1, size[1] - 1, size[2], size[3], size[4]], dtype: first.dtype, device: first.device);
        var image = cat([first, rest], dim: 1);                                               // (1, F, C, H, W)
        return new Start(Draw(size, noise), scope.Detach(image));
    }

    /// <param name="pixels">(1, 3, F, H, W), -1 to 1.</param>
    /// <param name="schedule">How much noise there is at each timestep.</param>
    /// <param name="timestep">The first one of the run.</param>
    /// <param name="noise">Of the video.</param>
    /// <param name="encoded">Told after each chunk.</param>
    /// <param name="cancel">Looked at within the encoder.</param>
    public Start FromVideo(
        Tensor pixels, NoiseSchedule schedule, int timestep, NoiseSource noise, Action encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var clean = EncodeVideo(pixels, noise, encoded, cancel);                               // (1, F, C, H, W)
        var stir = noise.Draw(clean.shape, place.Type, place.Device);
        return new Start(scope.Detach(new ForwardDiffusion(schedule).AddNoise(clean, stir, [timestep])));
    }

    /// <returns>(1, F, C, H, W)</returns>
    public Tensor EncodeVideo(Tensor pixels, NoiseSource noise, Action encoded, CancellationToken cancel) =>
        Encode(pixels, noise, shape.Vae.ScalingFactor, encoded, cancel);

    /// <summary>Encodes, draws a sample, scales.</summary>
    /// <returns>(1, F, C, H, W)</returns>
    internal Tensor Encode(Tensor pixels, NoiseSource noise, double scale, Action encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var distribution = vae.Encode(pixels, tiling, encoded, cancel);
        return scope.MoveToOuter(distribution.Sample(noise).Times(scale).transpose(1, 2));
    }

    // The image-to-video model of 1.5 was trained on images divided by the factor that its videos are multiplied by.
    private double ImageScale => shape.Vae.InvertScaleLatents ? 1 / shape.Vae.ScalingFactor : shape.Vae.ScalingFactor;

    private Tensor Draw(long[] size, NoiseSource noise) => noise.Draw(size, place.Type, place.Device).DetachFromDisposeScope();
}
