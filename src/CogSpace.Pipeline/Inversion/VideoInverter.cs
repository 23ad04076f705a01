using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Inversion;

/// <summary>The whole of an inversion: encode the video, walk it to noise, make it anew.</summary>
/// <remarks>Source: CogVideo inference/ddim_inversion.py. The draws are in its order: the autoencoder's sample comes first, then the noise to start from.</remarks>
internal sealed class VideoInverter(CogVideoXPipeline pipeline, InversionWalk walk, StartingLatents starts, ModelScheduler scheduler, ComputePlace place)
{
    public InvertedVideo Invert(GenerationPlan plan, VideoClip source, ProgressClock clock, CancellationToken cancel)
    {
        var request = (VideoInversion)plan.Request;
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps);
        using var noise = new NoiseSource(request.Seed);
        using var backward = scheduler.InverseFor(request).Start(request.Steps);
        using var forward = pipeline.StartRun(plan);

        using var clean = Encode(source, noise, clock.Counting(GenerationStage.Encoding, CogVideoXVae.EncodedChunks(source.Frames.Count)), cancel);
        using var start = noise.DrawLike(clean);

        var read = clock.Counting(GenerationStage.ReadingPrompt, 1);
        using var nothing = pipeline.EncodePrompt("", cancel);
        using var text = pipeline.EncodePrompts(request, guidance.Enabled, cancel);
        read();

        var stepped = clock.Counting(GenerationStage.Inverting, backward.Timesteps.Count);
        using var toNoise = walk.ToNoise(clean, nothing, backward, noise, stepped, cancel);

        stepped = clock.Counting(GenerationStage.Denoising, forward.Timesteps.Count);
        using var toVideo = walk.ToVideo(start, text, toNoise, guidance, forward, noise, stepped, cancel);
        CogVideoXPipeline.RefuseNotANumber(toVideo[^1]);
        return new InvertedVideo(clean, toNoise, toVideo);
    }

    // -> (1, F, C, H, W)
    private Tensor Encode(VideoClip source, NoiseSource noise, Action encoded, CancellationToken cancel)
    {
        using var pixels = FrameConversion.ToPixels(source.Frames, place.Type, place.Device);
        return starts.EncodeVideo(pixels, noise, encoded, cancel);
    }
}
