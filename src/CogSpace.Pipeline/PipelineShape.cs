using System.Globalization;
using System.Text;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>The sizes of a model's networks together: what they can make.</summary>
internal sealed record PipelineShape(TransformerConfig Transformer, VaeConfig Vae)
{
    private const int MaxFrames = 1025;
    private const int MaxSide = 4096;

    /// <summary>The rate of the videos that the model was trained on: 8 for CogVideoX 1.0, 16 for 1.5.</summary>
    private double FramesPerSecond => Transformer.PatchSizeT is null ? 8 : 16;

    private int FrameStride => (int)Vae.TemporalCompressionRatio;

    private int SizeStride => Vae.SpatialCompression * Transformer.PatchSize;

    /// <exception cref="ModelLoadException">The networks do not fit each other.</exception>
    public void Check(string folder)
    {
        if (Transformer.OutChannels != Vae.LatentChannels)
            throw new ModelLoadException(folder, $"the transformer makes latents of {Transformer.OutChannels} channels but the autoencoder takes {Vae.LatentChannels}.");
        if (Transformer.InChannels != Transformer.OutChannels)
            throw new ModelLoadException(folder, $"its transformer takes {Transformer.InChannels} channels, not {Transformer.OutChannels}: it is a model for images to video, and making a video from a prompt needs one for text to video.");
    }

    /// <summary>Checks a request and fills in what it leaves to the model.</summary>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    public GenerationPlan Plan(GenerationRequest request, IScheduler scheduler, int promptTokens, int negativeTokens)
    {
        int frames = request.Frames ?? Transformer.SampleFrames;
        int width = request.Width ?? Transformer.SampleWidth * Vae.SpatialCompression;
        int height = request.Height ?? Transformer.SampleHeight * Vae.SpatialCompression;
        var notes = new List<string>();

        if (!request.Prompt.EnumerateRunes().Any(IsVisible))
            throw new InvalidRequestException("The prompt is empty: say what the video shall show.");
        if (request.Steps < 1 || request.Steps > scheduler.Schedule.TrainedSteps)
            throw new InvalidRequestException($"{request.Steps} steps are not possible: choose 1 to {scheduler.Schedule.TrainedSteps}.");
        if (!double.IsFinite(request.Guidance) || request.Guidance is < 0 or > 100)
            throw new InvalidRequestException($"A guidance of {request.Guidance} is not possible: choose 0 to 100.");
        CheckFrames(frames);
        CheckSize(width, height);

        NoteCut(notes, "prompt", promptTokens);
        NoteCut(notes, "negative prompt", negativeTokens);
        int outputFrames = OutputFrames(frames);
        if (outputFrames != frames)
            notes.Add($"The model's autoencoder makes {outputFrames} frames of {frames}: every frame is doubled where the latents are even in number. Frame counts of {2 * FrameStride}k + 1 come out as asked.");

        return new GenerationPlan(request, frames, outputFrames, width, height,
            request.DynamicGuidance ?? scheduler.PrefersDynamicGuidance, FramesPerSecond, notes);
    }

    /// <summary>The latents that are denoised, (1, F, C, H, W): those of the video and the <see cref="FrontFrames"/> before them.</summary>
    public long[] LatentShape(GenerationPlan plan) =>
        [1, FrontFrames(plan) + LatentFrames(plan.Frames), Vae.LatentChannels, plan.Height / Vae.SpatialCompression, plan.Width / Vae.SpatialCompression];

    /// <summary>Latent frames that are only there to fill the first patch; they are dropped before decoding.</summary>
    public int FrontFrames(GenerationPlan plan) => LatentFrames(plan.Frames) % Transformer.FramesPerPatch;

    private int LatentFrames(int frames) => ((frames - 1) / FrameStride) + 1;

    private int OutputFrames(int frames)
    {
        int latentFrames = LatentFrames(frames);
        return latentFrames % 2 == 1 ? frames : latentFrames * FrameStride;
    }

    private void CheckFrames(int frames)
    {
        if (frames < 1 || frames > MaxFrames)
            throw new InvalidRequestException($"{frames} frames are not possible: choose 1 to {MaxFrames}.");
        if ((frames - 1) % FrameStride != 0)
        {
            int below = frames - ((frames - 1) % FrameStride);
            throw new InvalidRequestException($"{frames} frames are not possible: the model makes {FrameStride}k + 1, so take {below} or {below + FrameStride}.");
        }
    }

    private void CheckSize(int width, int height)
    {
        foreach (var (name, value) in new[] { ("width", width), ("height", height) })
        {
            if (value < SizeStride || value > MaxSide || value % SizeStride != 0)
                throw new InvalidRequestException($"A {name} of {value} pixels is not possible: choose a multiple of {SizeStride} up to {MaxSide}.");
        }

        var (ownWidth, ownHeight) = (Transformer.SampleWidth * Vae.SpatialCompression, Transformer.SampleHeight * Vae.SpatialCompression);
        if (Transformer.UseLearnedPositionalEmbeddings && (width != ownWidth || height != ownHeight))
            throw new InvalidRequestException($"{width} x {height} pixels are not possible: this model has learned its positions for {ownWidth} x {ownHeight} only.");
    }

    // Marks need a letter to stand on. The last are blank though they count as letters and as a symbol: Hangul fillers, empty Braille.
    private static bool IsVisible(Rune rune) =>
        !Rune.IsWhiteSpace(rune)
        && Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        && rune.Value is not (0x115F or 0x1160 or 0x3164 or 0xFFA0 or 0x2800);

    private void NoteCut(List<string> notes, string what, int tokens)
    {
        if (tokens > Transformer.MaxTextSeqLength)
            notes.Add($"The {what} has {tokens} tokens and the model looks at {Transformer.MaxTextSeqLength}: the end of it was cut.");
    }
}
