using System.ComponentModel.DataAnnotations;
using CogSpace.Generation.Hub;
using CogSpace.Pipeline;

namespace CogSpace.Web.Models;

/// <summary>Which models there are and where they compute. Section "Models" of appsettings.json.</summary>
public sealed class ModelsOptions : IValidatableObject
{
    public const string Section = "Models";

    /// <summary>Holds a folder for each model. A relative path counts from the folder that the server is started in.</summary>
    [Required]
    public string Folder { get; init; } = "models";

    /// <summary>
    /// The model that is loaded at the start and chosen at first; null: the first of <see cref="PullOnStart"/>, else the
    /// smallest of those offered.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>The models that a visitor may pick, by name; empty: every one that is installed.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>
    /// Models that are fetched from a hub when they are not there, as ids with commas between them:
    /// "zai-org/CogVideoX-5b,AlexWortega/RIFE".
    /// </summary>
    public string PullOnStart { get; init; } = "";

    /// <summary>
    /// How long after the first failure fetching is tried again. After each further one twice as long, up to <see
    /// cref="PullRetryLimit"/>.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PullRetryInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two tries.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "1.00:00:00")]
    public TimeSpan PullRetryLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>"auto" (the first GPU, else the CPU), "cpu", "cuda" or "cuda:n".</summary>
    [RegularExpression(DeviceChoice.Pattern, ErrorMessage = "The field Device must be auto, cpu, cuda or cuda:n.")]
    public string Device { get; init; } = "auto";

    /// <summary>The number type to compute in.</summary>
    [EnumDataType(typeof(ComputeType), ErrorMessage = "The field Type must be Auto, F32, BF16 or F16.")]
    public ComputeType Type { get; init; }

    /// <summary>How much of the model is in memory at a time.</summary>
    [EnumDataType(typeof(MemoryMode), ErrorMessage = "The field Memory must be Auto, Resident, Model or Sequential.")]
    public MemoryMode Memory { get; init; }

    /// <summary>Megabytes (of 10^6 bytes) that a video may take of the memory; null: as much as is free.</summary>
    [Range(100, 100_000_000)]
    public long? MemoryMegabytes { get; init; }

    /// <summary>How matrices are kept.</summary>
    [EnumDataType(typeof(WeightKind), ErrorMessage = "The field Weights must be Auto, BF16 or I8.")]
    public WeightKind Weights { get; init; }

    /// <summary>Keeps matrices in 8 bits beside the model's files, so that they are computed once.</summary>
    public bool CacheWeights { get; init; }

    /// <summary>Between two previews of a video in the making, at least; 0: none are made.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "1.00:00:00")]
    public TimeSpan PreviewInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What pipelines are told of it.</summary>
    internal PipelineOptions Pipeline => new()
    {
        Device = Device,
        Type = Type,
        Memory = Memory,
        MemoryLimit = MemoryMegabytes * 1_000_000,
        Weights = Weights,
        CacheWeights = CacheWeights,
        PreviewInterval = PreviewInterval > TimeSpan.Zero ? PreviewInterval : null,
    };

    /// <summary>How long to wait after so many failures in a row, 1 or more.</summary>
    internal TimeSpan PullPause(int failures)
    {
        double pause = PullRetryInterval.TotalSeconds * Math.Pow(2, failures - 1);
        return pause < PullRetryLimit.TotalSeconds ? TimeSpan.FromSeconds(pause) : PullRetryLimit;
    }

    internal IReadOnlyList<HubModelId> Pulls => [.. Ids.Select(HubModelId.TryParse).OfType<HubModelId>()];

    private string[] Ids => PullOnStart.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        foreach (string id in Ids.Where(id => HubModelId.TryParse(id) is null))
            yield return new ValidationResult(
                $"The field PullOnStart must hold ids as zai-org/CogVideoX-2b, with commas between them, not \"{id}\".",
                [nameof(PullOnStart)]);
        if (PullRetryLimit < PullRetryInterval)
            yield return new ValidationResult(
                $"The field PullRetryLimit must be at least PullRetryInterval, {PullRetryInterval}.",
                [nameof(PullRetryLimit)]);
        if (CacheWeights && Weights != WeightKind.I8)
            yield return new ValidationResult(
                "The field CacheWeights keeps what I8 computes: it needs Weights to be I8.", [nameof(CacheWeights)]);
    }
}
