namespace CogSpace.Pipeline.Transformer;

/// <summary>
/// The linear map from a patch to a token. CogVideoX 1.0 stores it as a convolution, which it is too; 1.5 as a matrix.
/// </summary>
internal sealed class PatchProjection(WeightScope weights, TransformerConfig config)
{
    private readonly Tensor _weight = config.PatchSizeT is { } t
        ? weights.Tensor("weight", config.Width, config.InChannels * t * config.PatchSize * config.PatchSize)
        : weights.Tensor("weight", config.Width, config.InChannels, config.PatchSize, config.PatchSize);

    // The reference's matrix has a bias even where the config says patch_bias: false, as those of 1.5 do.
    private readonly Tensor? _bias =
        config.PatchBias || config.PatchSizeT is not null ? weights.Tensor("bias", config.Width) : null;

    // patches (B, V, C Pt P P) -> (B, V, D)
    public Tensor Forward(Tensor patches)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Products.Linear(patches, _weight.flatten(1), _bias));
    }
}
