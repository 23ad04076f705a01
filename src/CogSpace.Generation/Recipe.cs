using System.Reflection;
using System.Text.Json.Serialization;
using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>A request and what happened: the same recipe makes the same video again.</summary>
public sealed record Recipe
{
    /// <summary>
    /// What to ask for to get the video again. Nothing in it is left to the model, and no file is named by its path: the source
    /// is the SHA-256 of the file, LoRAs and other weights are bare names.
    /// </summary>
    public required GenerationRequest Request
    {
        get => field with { Loras = NamesOf(Loras), PostProcessing = PostProcessing?.Request };
        init => field = WithoutFiles(value) with { Loras = null, PostProcessing = null };      // below, with their hashes
    }

    /// <summary>The model's name in the catalog.</summary>
    public required string Model { get; init; }

    /// <summary>The frames that the model made.</summary>
    public required VideoInfo Made { get; init; }

    /// <summary>Changes to the model's weights; null where there were none.</summary>
    public IReadOnlyList<LoraUse>? Loras { get; init; }

    /// <summary>What was done to the model's frames; null where nothing was.</summary>
    [JsonPropertyName("enhancement")]      // as earlier versions called it
    public AppliedPostProcessing? PostProcessing { get; init; }

    /// <summary>What had to be changed in the source video's pictures; null where nothing had.</summary>
    public SourceConversion? SourceConversion { get; init; }

    /// <summary>The video that this one goes on from, whose frames come first in the file; null where it stands alone.</summary>
    public ExtendedVideo? Extended { get; init; }

    /// <summary>The text that was drawn into every frame that was written; null where none was.</summary>
    public string? Watermark { get; init; }

    /// <summary>Where and in which numbers it was computed.</summary>
    public required Computation Computed { get; init; }

    public string Program { get; init; } = CurrentProgram;

    /// <summary>The frames in the file.</summary>
    [JsonIgnore]
    public VideoInfo Result => PostProcessing?.Result ?? Extended?.With(Made) ?? Made;

    /// <summary>SHA-256 of the picture or video that it was made from, in hexadecimal digits; null where there is none.</summary>
    [JsonIgnore]
    public string? SourceSha256 => (Request as SourceToVideo)?.Source;

    /// <summary>"DPM" or "DDIM".</summary>
    [JsonIgnore]
    public string Scheduler => Request.Scheduler == SchedulerKind.Dpm ? "DPM" : "DDIM";

    /// <summary>This program, with its version.</summary>
    internal static string CurrentProgram => $"CogSpace {Version}";

    private static string? Version =>
        typeof(Recipe).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0];

    /// <param name="plan">The request with what was left to the model.</param>
    /// <param name="pipeline">What computes it.</param>
    /// <param name="model">By name.</param>
    /// <param name="sourceSha256">Of the picture or video; null for a prompt alone.</param>
    /// <param name="loras">What the LoRAs of the request are.</param>
    /// <param name="postProcessing">What is done to the frames.</param>
    internal static Recipe Of(
        GenerationPlan plan, CogVideoXPipeline pipeline, string model, string? sourceSha256 = null,
        IReadOnlyList<LoraUse>? loras = null, AppliedPostProcessing? postProcessing = null) =>
        Of(
            plan, new Computation(pipeline.Type, pipeline.Device, pipeline.Weights, plan.Tiled), model, sourceSha256, loras,
            postProcessing);

    /// <param name="plan">The request with what was left to the model.</param>
    /// <param name="computed">Where and in which numbers.</param>
    /// <param name="model">By name.</param>
    /// <param name="sourceSha256">Of the picture or video; null for a prompt alone.</param>
    /// <param name="loras">What the LoRAs of the request are.</param>
    /// <param name="postProcessing">What is done to the frames.</param>
    internal static Recipe Of(
        GenerationPlan plan, Computation computed, string model, string? sourceSha256, IReadOnlyList<LoraUse>? loras,
        AppliedPostProcessing? postProcessing)
    {
        var request = plan.Request with
        {
            Scheduler = plan.Scheduler,
            DynamicGuidance = plan.DynamicGuidance,
            Frames = plan.Sampling is null ? plan.Frames : plan.Request.Frames,     // of a video: the most that are taken
            Width = plan.Width,
            Height = plan.Height,
        };
        return new Recipe
        {
            Request = request is SourceToVideo sourced ? sourced with { Source = sourceSha256 ?? "" } : request,
            Model = model,
            Made = plan.Made,
            Loras = loras,
            PostProcessing = postProcessing,
            Computed = computed,
        };
    }

    // Anybody can write a recipe into a file, and a path in it would be followed.
    private static GenerationRequest WithoutFiles(GenerationRequest request) =>
        request is ImageToVideo image ? image with { Extends = null } : request;

    private static IReadOnlyList<LoraFile>? NamesOf(IReadOnlyList<LoraUse>? loras) =>
        loras is null ? null : [.. loras.Select(lora => new LoraFile(lora.File, lora.Scale))];
}

/// <summary>Where and in which numbers a video was computed: what no request says.</summary>
/// <param name="Type">The number type, as "bfloat16".</param>
/// <param name="Device">As "cpu".</param>
/// <param name="Weights">How matrices were kept, "int8" or "bfloat16"; null: in the number type.</param>
/// <param name="Tiled">The autoencoder cut pictures into tiles.</param>
public sealed record Computation(string Type, string Device, string? Weights = null, bool Tiled = false);
