using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline;

/// <summary>Where denoising starts.</summary>
/// <param name="Latents">(B, F, C, H, W): noise, or a video with noise added.</param>
/// <param name="Image">
/// (B, F, C, H, W): the latents of the image that the video begins with, then zeros; null for models that take none.
/// </param>
/// <remarks>
/// Source: diffusers prepare_latents of pipeline_cogvideox.py, pipeline_cogvideox_image2video.py and
/// pipeline_cogvideox_video2video.py. The order of the draws is theirs: the autoencoder's sample comes first.
/// </remarks>
internal sealed record Start(Tensor Latents, Tensor? Image = null) : IDisposable
{
    /// <summary>Noise, an image beside noise, or a video with noise added.</summary>
    /// <param name="plan">What is made.</param>
    /// <param name="source">Its image or video; null: it starts from noise alone.</param>
    /// <param name="autoencoder">Encodes the source.</param>
    /// <param name="shape">The sizes of the networks.</param>
    /// <param name="schedule">How much noise there is at each timestep.</param>
    /// <param name="timestep">The first one of the run.</param>
    /// <param name="noise">Of the video.</param>
    /// <param name="clock">Told after each encoded chunk.</param>
    /// <param name="cancel">Looked at within the encoder.</param>
    public static Start Of(
        GenerationPlan plan, VideoClip? source, Autoencoder autoencoder, PipelineShape shape, NoiseSchedule schedule,
        int timestep, NoiseSource noise, ProgressClock clock, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var size = shape.LatentShape(plan);
        if (source is null)
            return new Start(scope.Detach(Draw(size)));
        if (plan.Request is ImageToVideo)
        {
            var first = autoencoder.Encode(source, noise, plan.Tiled, clock, cancel, shape.Vae.ImageScale); // (1, 1, C, H, W)
            var rest = zeros([1, size[1] - 1, size[2], size[3], size[4]], dtype: first.dtype, device: first.device);
            var image = cat([first, rest], dim: 1);                                             // (1, F, C, H, W)
            return new Start(scope.Detach(Draw(size)), scope.Detach(image));
        }

        var clean = autoencoder.Encode(source, noise, plan.Tiled, clock, cancel);               // (1, F, C, H, W)
        var noisy = new ForwardDiffusion(schedule).AddNoise(clean, Draw(clean.shape), [timestep]);
        return new Start(scope.Detach(noisy));

        Tensor Draw(long[] shape) => noise.Draw(shape, autoencoder.Place.Type, autoencoder.Place.Device);
    }

    public void Dispose()
    {
        Latents.Dispose();
        Image?.Dispose();
    }
}
