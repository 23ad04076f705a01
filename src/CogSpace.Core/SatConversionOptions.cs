using CogSpace.Weights;

namespace CogSpace;

/// <summary>What of a SAT checkpoint becomes a model folder, and how.</summary>
public sealed record SatConversionOptions
{
    /// <summary>The folder to write; its components must not be there yet.</summary>
    public required string Output { get; init; }

    public required SatVariant Variant { get; init; }

    /// <summary>The transformer, mp_rank_00_model_states.pt; null: not converted.</summary>
    public string? Transformer { get; init; }

    /// <summary>The autoencoder, 3d-vae.pt; null: not converted.</summary>
    public string? Vae { get; init; }

    /// <summary>A model folder whose text encoder and tokenizer are copied; null: none.</summary>
    public string? Base { get; init; }

    /// <summary>The type of the transformer's weights; null: as they are. The autoencoder's stay as they are.</summary>
    public ElementType? Type { get; init; }

    /// <summary>The most bytes in one file of weights.</summary>
    public long ShardBytes { get; init; } = ShardedSafetensors.UsualShardBytes;
}
