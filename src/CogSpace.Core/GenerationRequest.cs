using System.Text.Json.Serialization;

namespace CogSpace;

/// <summary>What a visitor asks for. Each kind of input is a record of its own, named in job.json and in recipes.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(TextToVideo), "text-to-video")]
[JsonDerivedType(typeof(ImageToVideo), "image-to-video")]
[JsonDerivedType(typeof(VideoToVideo), "video-to-video")]
[JsonDerivedType(typeof(VideoInversion), "inversion")]
[JsonDerivedType(typeof(VideoPostProcessing), "post-processing")]
public abstract record GenerationRequest
{
    /// <summary>What the video should show. Longer than the model's token limit is cut there.</summary>
    public required string Prompt { get; init; }

    /// <summary>What the video should not show; empty for nothing in particular.</summary>
    public string NegativePrompt { get; init; } = "";

    /// <summary>
    /// The noise that the video grows from: the same seed gives the same video. 0 to 2^64 - 1, as torch.Generator takes it,
    /// whose generator for the CPU looks at the lower 32 bits.
    /// </summary>
    public required ulong Seed { get; init; }

    /// <summary>Denoising steps: 1 to 1000.</summary>
    public int Steps { get; init; } = 50;

    /// <summary>How strongly the prompt is followed; at 1 or below the negative prompt is not looked at.</summary>
    public double Guidance { get; init; } = 6;

    /// <summary>Lets the guidance vary from step to step; null: whenever the scheduler is DPM.</summary>
    public bool? DynamicGuidance { get; init; }

    /// <summary>The solver; null: the model's own.</summary>
    public SchedulerKind? Scheduler { get; init; }

    /// <summary>
    /// How the steps are spread over the timesteps; null: as the model's scheduler says, or trailing with another scheduler
    /// than its own, as the reference demo does.
    /// </summary>
    public TimestepSpacing? Spacing { get; init; }

    /// <summary>
    /// Frames of the video, 4k + 1; null: the model's own number. Of a video that is restyled: as many of its frames are taken
    /// at most.
    /// </summary>
    public int? Frames { get; init; }

    /// <summary>Width in pixels; null: the model's own.</summary>
    public int? Width { get; init; }

    /// <summary>Height in pixels; null: the model's own.</summary>
    public int? Height { get; init; }

    /// <summary>
    /// Skips most of a step whose first layer does about what it did before: by how large a part it may differ, 0 to 1. 0
    /// computes every step in full.
    /// </summary>
    public double StepCache { get; init; }

    /// <summary>Changes to the model's weights, for this video alone; null: none.</summary>
    public IReadOnlyList<LoraFile>? Loras { get; init; }

    /// <summary>What is done to the frames after they are made; null: nothing.</summary>
    [JsonPropertyName("enhancement")]      // as earlier versions called it
    public PostProcessing? PostProcessing { get; init; }
}

/// <summary>A video from a prompt alone.</summary>
public sealed record TextToVideo : GenerationRequest;

/// <summary>A video from a picture or from another video, beside the prompt.</summary>
public abstract record SourceToVideo : GenerationRequest
{
    /// <summary>
    /// The picture or the video, whichever it is: a file. On its way to the server it is the id of an upload or of an earlier
    /// job, in job.json the bare name of a file beside it, and in a recipe the SHA-256 of what the file held.
    /// </summary>
    [JsonIgnore]
    public abstract string Source { get; init; }

    /// <summary>Which part of its pictures is kept; null: they are stretched, as the reference's pipeline does.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.Never)]      // null is not what it is by default
    public Crop? Crop { get; init; } = Crop.Centred;
}

/// <summary>A video that begins with a picture.</summary>
public sealed record ImageToVideo : SourceToVideo
{
    /// <summary>The file of the picture.</summary>
    public required string Image { get; init; }

    [JsonIgnore]
    public override string Source
    {
        get => Image;
        init => Image = value;
    }

    /// <summary>
    /// The video that the picture is the last frame of: a file, whose frames come first in the new one; null: it stands alone.
    /// On its way to the server it is the id of a job; see there. In a recipe it is null, and stands beside the request.
    /// </summary>
    public string? Extends { get; init; }
}

/// <summary>A video that is restyled from another.</summary>
public sealed record VideoToVideo : SourceToVideo
{
    /// <summary>The file of the video.</summary>
    public required string Video { get; init; }

    [JsonIgnore]
    public override string Source
    {
        get => Video;
        init => Video = value;
    }

    /// <summary>How much of the video is forgotten before the prompt takes over: 0 nothing, 1 everything.</summary>
    public double Strength { get; init; } = 0.8;
}
