using System.Text.Json.Serialization;

namespace CogSpace.Generation;

/// <summary>A recipe of version 1, which listed settings and did not hold the request. Only read.</summary>
internal sealed record EarlierRecipe
{
    /// <summary>text-to-video, image-to-video, video-to-video or inversion; null in the first of them.</summary>
    public string? Task { get; init; }

    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string Model { get; init; }

    public required ulong Seed { get; init; }

    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    public required bool DynamicGuidance { get; init; }

    /// <summary>"DPM" or "DDIM", which are read in any case.</summary>
    public required SchedulerKind Scheduler { get; init; }

    public TimestepSpacing? Spacing { get; init; }

    public string? SourceSha256 { get; init; }

    public Crop? Crop { get; init; }

    public double? Strength { get; init; }

    public double? StepCache { get; init; }

    public IReadOnlyList<LoraUse>? Loras { get; init; }

    /// <summary>That the model made.</summary>
    public required int Frames { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required double FramesPerSecond { get; init; }

    [JsonPropertyName("enhancement")]      // as earlier versions called it
    public AppliedPostProcessing? PostProcessing { get; init; }

    public required string Type { get; init; }

    public string? Weights { get; init; }

    public bool? Tiled { get; init; }

    public required string Device { get; init; }

    public string Program { get; init; } = "CogSpace";

    public Recipe ToRecipe() => new()
    {
        Request = Source() with
        {
            NegativePrompt = NegativePrompt,
            Steps = Steps,
            Guidance = Guidance,
            DynamicGuidance = DynamicGuidance,
            Scheduler = Scheduler,
            Spacing = Spacing,
            StepCache = StepCache ?? 0,
            Frames = FramesAskedFor,
            Width = Width,
            Height = Height,
        },
        Model = Model,
        Made = new VideoInfo(Width, Height, Frames, FramesPerSecond),
        Loras = Loras,
        PostProcessing = PostProcessing,
        Computed = new Computation(Type, Device, Weights, Tiled ?? false),
        Program = Program,
    };

    // Without a video to sample, a number that is not 4k + 1 was one before the autoencoder, which works in groups, added three.
    private int FramesAskedFor => Strength is null && Task != "inversion" && Frames % 4 != 1 ? Frames - 3 : Frames;

    private GenerationRequest Source()
    {
        string source = SourceSha256 ?? "";
        if (Task == "inversion")
            return new VideoInversion { Prompt = Prompt, Seed = Seed, Video = source, Crop = Crop };
        if (Strength is { } strength)
            return new VideoToVideo { Prompt = Prompt, Seed = Seed, Video = source, Crop = Crop, Strength = strength };
        return SourceSha256 is null
            ? new TextToVideo { Prompt = Prompt, Seed = Seed }
            : new ImageToVideo { Prompt = Prompt, Seed = Seed, Image = source, Crop = Crop };
    }
}
