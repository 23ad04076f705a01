using System.Reflection;
using System.Text.Json.Serialization;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Everything that decided a video: the same recipe makes the same video again.</summary>
public sealed record Recipe
{
    /// <summary>What <see cref="Task"/> is for a video that was walked to noise and regenerated.</summary>
    public const string Inversion = "inversion";

    /// <summary>text-to-video, image-to-video, video-to-video or inversion; null in recipes of before it was kept.</summary>
    public string? Task { get; init; }

    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string Model { get; init; }

    public required uint Seed { get; init; }

    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    public required bool DynamicGuidance { get; init; }

    public required string Scheduler { get; init; }

    /// <summary>How the steps were spread, where that was asked for: trailing, leading or linspace; else null.</summary>
    public string? Spacing { get; init; }

    /// <summary>SHA-256 of the image or video that was started from, in hexadecimal digits; null where there is none.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>Which part of its pictures was kept; null where there is none, and where they were stretched.</summary>
    public Crop? Crop { get; init; }

    /// <summary>How much of a video was forgotten; null where there is none.</summary>
    public double? Strength { get; init; }

    /// <summary>
    /// By how much the first layer could differ for the others to be skipped; null where every step was computed.
    /// </summary>
    public double? StepCache { get; init; }

    /// <summary>Changes to the model's weights; null where there were none.</summary>
    public IReadOnlyList<LoraUse>? Loras { get; init; }

    /// <summary>That the model made.</summary>
    public required int Frames { get; init; }

    /// <summary>Of the model's frames, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Of the model's frames, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Of the model's frames.</summary>
    public required double FramesPerSecond { get; init; }

    /// <summary>What was done to the model's frames; null where nothing was.</summary>
    public EnhancementUse? Enhancement { get; init; }

    /// <summary>Size, number and rate of the frames in the file.</summary>
    [JsonIgnore]
    public VideoInfo Result => Enhancement?.Result ?? new VideoInfo(Width, Height, Frames, FramesPerSecond);

    /// <summary>The number type that was computed in.</summary>
    public required string Type { get; init; }

    /// <summary>How matrices were kept, "int8" or "bfloat16"; null: in the number type.</summary>
    public string? Weights { get; init; }

    /// <summary>True where the autoencoder cut pictures into tiles; else null.</summary>
    public bool? Tiled { get; init; }

    public required string Device { get; init; }

    public string Program { get; init; } = $"CogSpace {Version}";

    private static string? Version =>
        typeof(Recipe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    public static Recipe Of(
        GenerationPlan plan, CogVideoXPipeline pipeline, string model, string? sourceSha256 = null,
        IReadOnlyList<LoraUse>? loras = null, EnhancementUse? enhancement = null) =>
        new()
        {
            Task = plan.Request switch
            {
                ImageToVideo => "image-to-video",
                VideoToVideo => "video-to-video",
                VideoInversion => Inversion,
                _ => "text-to-video",
            },
            Prompt = plan.Request.Prompt,
            NegativePrompt = plan.Request.NegativePrompt,
            Model = model,
            Seed = plan.Request.Seed,
            Steps = plan.Request.Steps,
            Guidance = plan.Request.Guidance,
            DynamicGuidance = plan.DynamicGuidance,
            Scheduler = plan.Scheduler == SchedulerKind.Dpm ? "DPM" : "DDIM",
            Spacing = plan.Request.Spacing?.ToString().ToLowerInvariant(),
            SourceSha256 = sourceSha256,
            Crop = plan.Request switch
            {
                ImageToVideo image => image.Crop,
                VideoToVideo video => video.Crop,
                VideoInversion video => video.Crop,
                _ => null,
            },
            Strength = (plan.Request as VideoToVideo)?.Strength,
            StepCache = plan.Request.StepCache > 0 ? plan.Request.StepCache : null,
            Loras = loras,
            Frames = plan.OutputFrames,
            Width = plan.Width,
            Height = plan.Height,
            FramesPerSecond = plan.FramesPerSecond,
            Enhancement = enhancement,
            Type = pipeline.Type,
            Weights = pipeline.Weights,
            Tiled = plan.Tiled ? true : null,
            Device = pipeline.Device,
        };
}
