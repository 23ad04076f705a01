namespace CogSpace;

/// <summary>Which CogVideoX a SAT checkpoint holds. Only what its tensors do not say stands here.</summary>
/// <param name="Name">As it is asked for.</param>
/// <remarks>
/// Source: CogVideo tools/convert_weight_sat2hf.py, get_transformer_init_kwargs and the defaults of its options.
/// </remarks>
public sealed record SatVariant(string Name)
{
    /// <summary>All that are known.</summary>
    public static IReadOnlyList<SatVariant> All { get; } =
    [
        new("2b") { Rotary = false, ScalingFactor = 1.15258426, SnrShiftScale = 3 },
        new("5b"),
        new("5b-i2v") { TakesImages = true },
        new("1.5-5b")
        {
            SampleHeight = 96,
            SampleWidth = 170,
            SampleFrames = 81,
            PatchFrames = 2,
            InvertScaleLatents = true,
        },
        new("1.5-5b-i2v")
        {
            SampleHeight = 96,
            SampleWidth = 170,
            SampleFrames = 81,
            PatchFrames = 2,
            InvertScaleLatents = true,
            TakesImages = true,
        },
    ];

    /// <summary>Whether it starts from an image.</summary>
    public bool TakesImages { get; init; }

    /// <summary>Whether video tokens know their positions by rotation.</summary>
    public bool Rotary { get; init; } = true;

    /// <summary>Of the latents that it was trained on.</summary>
    public int SampleHeight { get; init; } = 60;

    /// <summary>Of the latents that it was trained on.</summary>
    public int SampleWidth { get; init; } = 90;

    /// <summary>Of the videos that it was trained on.</summary>
    public int SampleFrames { get; init; } = 49;

    /// <summary>Side of a patch.</summary>
    public int PatchSize { get; init; } = 2;

    /// <summary>Latent frames in a patch; null in 1.0, which has no such axis.</summary>
    public int? PatchFrames { get; init; }

    /// <summary>Text tokens.</summary>
    public int MaxTextTokens { get; init; } = 226;

    /// <summary>What latents are multiplied by.</summary>
    public double ScalingFactor { get; init; } = 0.7;

    /// <summary>Whether an image's latents are divided by it instead.</summary>
    public bool InvertScaleLatents { get; init; }

    /// <summary>Groups of the autoencoder's norms.</summary>
    public int NormGroups { get; init; } = 32;

    /// <summary>How far the schedule is shifted toward noise.</summary>
    public double SnrShiftScale { get; init; } = 1;

    /// <exception cref="InvalidRequestException">There is no such variant.</exception>
    public static SatVariant Find(string name) =>
        All.FirstOrDefault(variant => variant.Name == name)
        ?? throw new InvalidRequestException(
            $"\"{name}\" is not a variant of CogVideoX: choose {string.Join(", ", All.Select(variant => variant.Name))}.");
}
