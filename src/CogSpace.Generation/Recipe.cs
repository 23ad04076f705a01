using System.Reflection;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Everything that decided a video: the same recipe makes the same video again.</summary>
public sealed record Recipe
{
    public required string Prompt { get; init; }

    public required string NegativePrompt { get; init; }

    public required string Model { get; init; }

    public required uint Seed { get; init; }

    public required int Steps { get; init; }

    public required double Guidance { get; init; }

    public required bool DynamicGuidance { get; init; }

    public required string Scheduler { get; init; }

    /// <summary>SHA-256 of the image or video that was started from, in hexadecimal digits; null where there is none.</summary>
    public string? SourceSha256 { get; init; }

    /// <summary>Which part of its pictures was kept; null where there is none, and where they were stretched.</summary>
    public Crop? Crop { get; init; }

    /// <summary>How much of a video was forgotten; null where there is none.</summary>
    public double? Strength { get; init; }

    /// <summary>Changes to the model's weights; null where there were none.</summary>
    public IReadOnlyList<LoraUse>? Loras { get; init; }

    public required int Frames { get; init; }

    public required int Width { get; init; }

    public required int Height { get; init; }

    public required double FramesPerSecond { get; init; }

    /// <summary>The number type that was computed in.</summary>
    public required string Type { get; init; }

    /// <summary>How matrices were kept, "int8" or "bfloat16"; null: in the number type.</summary>
    public string? Weights { get; init; }

    /// <summary>True where the autoencoder cut pictures into tiles; else null.</summary>
    public bool? Tiled { get; init; }

    public required string Device { get; init; }

    public string Program { get; init; } = $"CogSpace {typeof(Recipe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}";

    public static Recipe Of(GenerationPlan plan, CogVideoXPipeline pipeline, string model, string? sourceSha256 = null, IReadOnlyList<LoraUse>? loras = null) => new()
    {
        Prompt = plan.Request.Prompt,
        NegativePrompt = plan.Request.NegativePrompt,
        Model = model,
        Seed = plan.Request.Seed,
        Steps = plan.Request.Steps,
        Guidance = plan.Request.Guidance,
        DynamicGuidance = plan.DynamicGuidance,
        Scheduler = plan.Scheduler == SchedulerKind.Dpm ? "DPM" : "DDIM",
        SourceSha256 = sourceSha256,
        Crop = plan.Request switch { ImageToVideo image => image.Crop, VideoToVideo video => video.Crop, VideoInversion video => video.Crop, _ => null },
        Strength = (plan.Request as VideoToVideo)?.Strength,
        Loras = loras,
        Frames = plan.OutputFrames,
        Width = plan.Width,
        Height = plan.Height,
        FramesPerSecond = plan.FramesPerSecond,
        Type = pipeline.Type,
        Weights = pipeline.Weights,
        Tiled = plan.Tiled ? true : null,
        Device = pipeline.Device,
    };
}
