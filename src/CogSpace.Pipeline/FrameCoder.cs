using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Frames to latents and back. The autoencoder is borrowed for as long as it works.</summary>
/// <param name="autoencoder">It is this object's from now on.</param>
/// <param name="shape">The sizes of the networks.</param>
/// <param name="place">Where and in what they compute.</param>
internal sealed class FrameCoder(NetworkSlot<CogVideoXVae> autoencoder, PipelineShape shape, ComputePlace place) : IDisposable
{
    /// <summary>The latents that a run starts from.</summary>
    /// <param name="plan">What is made.</param>
    /// <param name="source">Its image or video; null: it starts from noise alone.</param>
    /// <param name="schedule">How much noise there is at each timestep.</param>
    /// <param name="timestep">The first one of the run.</param>
    /// <param name="noise">Of the video.</param>
    /// <param name="clock">Told after each chunk.</param>
    /// <param name="cancel">Looked at within the encoder.</param>
    public Start Start(
        GenerationPlan plan, VideoClip? source, NoiseSchedule schedule, int timestep, NoiseSource noise, ProgressClock clock,
        CancellationToken cancel)
    {
        if (source is null)
            return new Start(noise.Draw(shape.LatentShape(plan), place.Type, place.Device).DetachFromDisposeScope());
        using var lent = autoencoder.Borrow(cancel);
        using var pixels = ToPixels(source);
        var encoded = clock.Counting(GenerationStage.Encoding, ChunksOf(plan, source));
        return plan.Request is ImageToVideo
            ? StartsOf(lent.Network, plan).FromImage(plan, pixels, noise, encoded, cancel)
            : StartsOf(lent.Network, plan).FromVideo(pixels, schedule, timestep, noise, encoded, cancel);
    }

    /// <summary>What an inversion starts from.</summary>
    /// <returns>(1, F, C, H, W)</returns>
    public Tensor Encode(GenerationPlan plan, VideoClip source, NoiseSource noise, ProgressClock clock, CancellationToken cancel)
    {
        using var lent = autoencoder.Borrow(cancel);
        using var pixels = ToPixels(source);
        return StartsOf(lent.Network, plan)
            .EncodeVideo(pixels, noise, clock.Counting(GenerationStage.Encoding, ChunksOf(plan, source)), cancel);
    }

    /// <inheritdoc cref="FrameDecoder.Decode"/>
    public IEnumerable<Frame> Decode(Tensor latents, bool tiled, ProgressClock clock, CancellationToken cancel)
    {
        int chunks = CogVideoXVae.Chunks(latents.shape[1], latents.shape[3], latents.shape[4], TilingIf(tiled), shape.Vae);
        var decoded = clock.Counting(GenerationStage.Decoding, chunks);
        using var lent = autoencoder.Borrow(cancel);
        foreach (var frame in new FrameDecoder(lent.Network, shape.Vae, TilingIf(tiled)).Decode(latents, decoded, cancel))
            yield return frame;
    }

    public void Dispose() => autoencoder.Dispose();

    private StartingLatents StartsOf(CogVideoXVae vae, GenerationPlan plan) => new(vae, shape, place, TilingIf(plan.Tiled));

    private Tensor ToPixels(VideoClip source) => FrameConversion.ToPixels(source.Frames, place.Type, place.Device);

    private int ChunksOf(GenerationPlan plan, VideoClip source) =>
        CogVideoXVae.EncodedChunks(source.Frames.Count, plan.Height, plan.Width, TilingIf(plan.Tiled));

    private VaeTiling? TilingIf(bool tiled) => tiled ? VaeTiling.Matching(shape.Vae) : null;
}
