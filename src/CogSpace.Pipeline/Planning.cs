using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Holds a request against a model: what will come of it, or why nothing can.</summary>
/// <param name="shape">What the networks can make.</param>
/// <param name="ownScheduler">The model's scheduler.</param>
internal sealed class Planning(PipelineShape shape, ModelScheduler ownScheduler)
{
    /// <param name="request">What to make.</param>
    /// <param name="video">The video that is restyled, for a request that has one.</param>
    /// <param name="countTokens">Counts as the model will.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? video, Func<string, int> countTokens)
    {
        CheckTask(request);
        CheckSettings(request);
        var scheduler = ownScheduler.For(request);
        var (width, height) = Size(request.Width, request.Height);

        var notes = new List<string>();
        NoteCut(notes, "prompt", countTokens(request.Prompt));
        NoteCut(notes, "negative prompt", countTokens(request.NegativePrompt));
        var sampling = request switch
        {
            VideoToVideo => Sample(request.Frames, video ?? throw new ArgumentNullException(nameof(video)), notes),
            VideoInversion inversion => new InversionSampling(shape).Sample(
                inversion, video ?? throw new ArgumentNullException(nameof(video)), notes),
            _ => null,
        };
        var (frames, latentFrames, outputFrames) = Count(request.Frames, sampling);
        if (outputFrames != frames)
            notes.Add(
                $"The model's autoencoder makes {outputFrames} frames of {frames}, because it works in groups. Frame " +
                $"counts of {2 * shape.FrameStride}k + 1 come out as they went in."
            );

        return new GenerationPlan
        {
            Request = request,
            Source = sampling is null ? null : video,
            Sampling = sampling,
            Frames = frames,
            LatentFrames = latentFrames,
            OutputFrames = outputFrames,
            Width = width,
            Height = height,
            SkippedSteps = request is VideoToVideo { Strength: var strength }
                ? Strength.SkippedSteps(request.Steps, strength)
                : 0,
            Scheduler = scheduler.Kind,
            DynamicGuidance = request is not VideoInversion && (request.DynamicGuidance ?? scheduler.PrefersDynamicGuidance),
            FramesPerSecond = Rate(sampling),
            Notes = notes,
        };
    }

    /// <inheritdoc cref="Model.PlanFrames"/>
    public PlannedFrames PlanFrames(VideoInfo? video, int? width, int? height, int? frames)
    {
        var size = Size(width, height);
        var sampling = video is null ? null : Sample(frames, video, notes: []);
        return new PlannedFrames(
            new VideoInfo(size.Width, size.Height, Count(frames, sampling).Output, Rate(sampling)), sampling);
    }

    /// <summary>The frames of a video that a model learns from, at the rate of the model's own videos.</summary>
    public PlannedFrames PlanTrainingClip(VideoInfo video, int? width, int? height, int? frames)
    {
        var size = Size(width, height);
        int count = frames ?? shape.Transformer.SampleFrames;
        shape.CheckFrames(count);
        var sampling = FrameSampling.Choose(video, shape.FramesPerSecond, count);
        return sampling.Count == count
            ? new PlannedFrames(new VideoInfo(size.Width, size.Height, count, sampling.FramesPerSecond), sampling)
            : throw new InvalidRequestException($"The video has {sampling.Count} frames, and {count} are needed.");
    }

    /// <summary>A plan of what the model was made for: a video of its own size and frames, from a prompt or an image.</summary>
    public GenerationPlan PlanUsual()
    {
        GenerationRequest request =
            shape.Task == ModelTask.ImageToVideo
                ? new ImageToVideo
                {
                    Prompt = "a video",
                    Seed = 0,
                    Image = "",
                }
                : new TextToVideo { Prompt = "a video", Seed = 0 };
        return Plan(request, video: null, _ => 0);
    }

    private (int Width, int Height) Size(int? width, int? height)
    {
        var size = (Width: width ?? shape.UsualSize.Width, Height: height ?? shape.UsualSize.Height);
        shape.CheckSize(size.Width, size.Height);
        return size;
    }

    // Frames that are taken or asked for, latent frames that stand for them, and frames that the autoencoder makes of those.
    private (int Frames, int Latent, int Output) Count(int? asked, FrameSampling? sampling)
    {
        int frames = sampling?.Count ?? asked ?? shape.Transformer.SampleFrames;
        int latentFrames = FrameCounts.Encoded(frames, shape.Vae);
        int outputFrames = FrameCounts.Decoded(latentFrames, shape.Vae);
        if (sampling is null)
            shape.CheckFrames(frames);
        return (frames, latentFrames, outputFrames);
    }

    private double Rate(FrameSampling? sampling) => sampling?.FramesPerSecond ?? shape.FramesPerSecond;

    private void CheckTask(GenerationRequest request)
    {
        if (request is ImageToVideo && shape.Task == ModelTask.TextToVideo)
            throw new InvalidRequestException(
                $"This model makes videos from text: its transformer takes {shape.Transformer.InChannels} channels and " +
                "has no place for an image. Choose a model for image to video, whose transformer takes " +
                $"{2 * shape.Transformer.OutChannels}, such as CogVideoX-5b-I2V."
            );
        if (request is not ImageToVideo && shape.Task == ModelTask.ImageToVideo)
            throw new InvalidRequestException(
                $"This model makes videos from an image: its transformer takes {shape.Transformer.InChannels} " +
                $"channels, half of them for the image. For {(request is TextToVideo ? "a prompt alone" : "a video")} " +
                $"choose a model for text to video, whose transformer takes {shape.Transformer.OutChannels}, such as " +
                "CogVideoX-5b."
            );
    }

    private void CheckSettings(GenerationRequest request)
    {
        int most = ownScheduler.Config.NumTrainTimesteps;
        if (!PromptText.IsVisible(request.Prompt))
            throw new InvalidRequestException("The prompt is empty: describe the video.")
            {
                Setting = nameof(GenerationRequest.Prompt),
            };
        if (request.Steps < 1 || request.Steps > most)
            throw new InvalidRequestException($"{request.Steps} steps are not possible: choose 1 to {most}.")
            {
                Setting = nameof(GenerationRequest.Steps),
            };
        if (request.Guidance is not (>= 0 and <= 100))
            throw new InvalidRequestException(
                FormattableString.Invariant($"A guidance of {request.Guidance} is not possible: choose 0 to 100."))
            {
                Setting = nameof(GenerationRequest.Guidance),
            };
        if (request.StepCache is not (>= 0 and <= 1))
            throw new InvalidRequestException(
                FormattableString.Invariant(
                    $"A step cache of {request.StepCache} is not possible: choose 0 (every step is computed) to 1.")
            );
        if (request.StepCache > 0 && request is VideoInversion)
            throw new InvalidRequestException("A walk to noise and back computes every step: the step cache must be 0.");
        if (request.Loras?.FirstOrDefault(lora => !double.IsFinite(lora.Scale)) is { } lora)
            throw new InvalidRequestException(
                FormattableString.Invariant($"A LoRA's scale cannot be {lora.Scale}: choose a number, usually 1."))
            {
                Setting = nameof(GenerationRequest.Loras),
            };
        (request as SourceToVideo)?.Crop?.Check();
        request.PostProcessing?.Check();
        if (request is VideoInversion && !shape.Transformer.UseRotaryPositionalEmbeddings)
            throw new InvalidRequestException(
                "This model cannot walk a video to noise and back: that takes a model with rotary positions, such as " +
                "CogVideoX-5b."
            );
        if (request is VideoToVideo { Strength: var strength })
            Strength.Check(request.Steps, strength);
    }

    // Patches of two frames need an even number of latent frames, and there is nothing to put in front of a given video.
    private FrameSampling Sample(int? asked, VideoInfo video, List<string> notes)
    {
        int most = asked ?? shape.Transformer.SampleFrames;
        if (most < 1)
            throw new InvalidRequestException($"{most} frames are not possible: choose 1 or more.");
        var sampling = FrameSampling.Choose(video, shape.FramesPerSecond, most);
        int count = sampling.Count;
        while (count > 0 && FrameCounts.Encoded(count, shape.Vae) % shape.Transformer.FramesPerPatch != 0)
            count--;
        if (count == 0)
            throw new InvalidRequestException(
                $"The video is too short for this model: {sampling.Count} of its frames would be taken, and the model " +
                $"needs at least {shape.FrameStride + 1}."
            );
        if (count < sampling.Count)
            notes.Add(
                $"The model works on pairs of latent frames, so {count} frames of the video were taken instead of " +
                $"{sampling.Count}."
            );
        return sampling with { Count = count };
    }

    private void NoteCut(List<string> notes, string what, int tokens)
    {
        if (tokens > shape.Transformer.MaxTextSeqLength)
            notes.Add(
                $"The {what} has {tokens} tokens and the model looks at {shape.Transformer.MaxTextSeqLength}: the end " +
                "of it was cut."
            );
    }
}
