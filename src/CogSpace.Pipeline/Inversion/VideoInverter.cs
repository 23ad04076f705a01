using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;

namespace CogSpace.Pipeline.Inversion;

/// <summary>The whole of an inversion: encode the video, walk it to noise, regenerate it.</summary>
/// <remarks>
/// Source: CogVideo inference/ddim_inversion.py. The draws are in its order: the autoencoder's sample comes first, then the
/// noise to start from.
/// </remarks>
internal sealed class VideoInverter(
    PromptEncoder prompts, NetworkSlot<CogVideoXTransformer> transformer, Autoencoder autoencoder, ModelScheduler scheduler,
    TransformerConfig config)
{
    public InvertedVideo Invert(GenerationPlan plan, VideoClip source, ProgressClock clock, CancellationToken cancel)
    {
        var request = (VideoInversion)plan.Request;
        var guidance = new Guidance(request.Guidance, plan.DynamicGuidance, request.Steps);
        using var noise = new NoiseSource(request.Seed);
        using var backward = scheduler.InverseFor(request).Start(request.Steps);
        using var forward = scheduler.For(request).Start(request.Steps, plan.SkippedSteps);

        using var clean = autoencoder.Encode(source, noise, plan.Tiled, clock, cancel);               // (1, F, C, H, W)
        using var start = noise.DrawLike(clean);

        var read = clock.Counting(GenerationStage.ReadingPrompt, 1);
        using var encoder = prompts.Borrow(["", request.NegativePrompt, request.Prompt], cancel);
        using var nothing = prompts.Encode("", cancel);
        using var text = prompts.Encode(request, guidance.Enabled, cancel);
        encoder?.Dispose();
        read();

        using var lent = transformer.Borrow(cancel);
        using var loras = lent.Network.Fuse(request.Loras ?? [], cancel);
        var walk = new InversionWalk(lent.Network, config, autoencoder.Place.Device);

        var stepped = clock.Counting(GenerationStage.Inverting, backward.Timesteps.Count);
        using var toNoise = walk.ToNoise(clean, nothing, backward, noise, stepped, cancel);

        stepped = clock.Counting(GenerationStage.Denoising, forward.Timesteps.Count);
        using var toVideo = walk.ToVideo(start, text, toNoise, guidance, forward, noise, stepped, cancel);
        Pictureless.Refuse(toVideo[^1]);
        return new InvertedVideo(clean, toNoise, toVideo);
    }
}
