using System.ComponentModel.DataAnnotations;
using CogSpace.Generation.Hub;

namespace CogSpace.Web.Models;

/// <summary>Which models there are, and where and how they compute.</summary>
public sealed class ModelsOptions : IValidatableObject
{
    public const string Section = "Models";

    private static readonly TimeSpan PreviewInterval = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Holds a folder for each model, in the layout of diffusers, and LoRAs that visitors can pick (files, or folders of PEFT)
    /// in its folder <c>loras</c>. A relative path counts from the folder that the server is started in.
    /// </summary>
    [Required]
    public string Folder { get; init; } = "models";

    /// <summary>
    /// The model that is loaded at the start and chosen at first on the tabs that it can work for: the name of its folder or
    /// its id on a hub. Default: the first of <see cref="PullOnStart"/>, else the smallest on offer.
    /// </summary>
    public string? Default { get; init; }

    /// <summary>The models that visitors may pick. Default: every one that is installed.</summary>
    public IReadOnlyList<string> Offered { get; init; } = [];

    /// <summary>
    /// Models that are fetched from a hub if they are not in the cache: ids with commas between them, such as
    /// <c>zai-org/CogVideoX-5b,AlexWortega/RIFE</c>.
    /// </summary>
    public string PullOnStart { get; init; } = "";

    /// <summary>
    /// Where models compute: <c>auto</c> (the first GPU, else the CPU), <c>cpu</c>, <c>cuda</c> or <c>cuda:n</c>.
    /// </summary>
    [RegularExpression(DeviceChoice.Pattern, ErrorMessage = "The field Device must be auto, cpu, cuda or cuda:n.")]
    public string Device { get; init; } = "auto";

    /// <summary>
    /// The number type that models compute in. <c>F16</c> needs a GPU. It is part of the result, and the recipe names it.
    /// </summary>
    [EnumDataType(typeof(ComputeType), ErrorMessage = "The field Type must be Auto, F32, BF16 or F16.")]
    public ComputeType Type { get; init; }

    /// <summary>
    /// How much of a model is in memory at a time: as much as fits, all, one network, or one layer. It does not change videos.
    /// A video that does not fit is refused with the numbers.
    /// </summary>
    [EnumDataType(typeof(MemoryMode), ErrorMessage = "The field Memory must be Auto, Resident, Model or Sequential.")]
    public MemoryMode Memory { get; init; }

    /// <summary>Megabytes (of 10^6 bytes) of memory that a video may take. Default: what is free.</summary>
    [Range(100, 100_000_000)]
    public long? MemoryMegabytes { get; init; }

    /// <summary>
    /// How matrices are kept: in the number type, in bfloat16, or in 8 bits, which takes half the memory of bfloat16 and
    /// changes videos slightly. The recipe names it.
    /// </summary>
    [EnumDataType(typeof(WeightKind), ErrorMessage = "The field Weights must be Auto, BF16 or I8.")]
    public WeightKind Weights { get; init; }

    /// <summary>How long after a failure fetching is tried again; after each further failure twice as long.</summary>
    internal TimeSpan PullRetryInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two tries.</summary>
    internal TimeSpan PullRetryLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>The folder by its full path.</summary>
    internal string FullFolder => Path.GetFullPath(Folder);

    /// <summary>The same for a pipeline.</summary>
    internal PipelineOptions Pipeline => new()
    {
        Device = Device,
        Type = Type,
        Memory = Memory,
        MemoryLimit = MemoryMegabytes * 1_000_000,
        Weights = Weights,
        PreviewInterval = PreviewInterval,
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
    }
}
