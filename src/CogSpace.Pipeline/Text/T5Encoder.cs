namespace CogSpace.Pipeline.Text;

/// <summary>Token ids to text embeddings.</summary>
/// <remarks>
/// Source: T5 v1.1, arXiv:1910.10683; transformers modeling_t5.py, T5EncoderModel. No mask: padding is text like any other.
/// </remarks>
internal sealed class T5Encoder : IDisposable
{
    private readonly WeightScope _weights;
    private readonly Tensor _embedding;                 // (vocabulary, D)
    private readonly RelativePositionBias _bias;
    private readonly ILayerStack<T5Block> _blocks;
    private readonly RmsNorm _norm;

    public T5Encoder(WeightScope weights, T5Config config)
    {
        _weights = weights;
        var encoder = weights["encoder"];
        // Files have the same matrix under one name, the other, or both.
        var table = weights.Has("shared.weight") || !encoder.Has("embed_tokens.weight")
            ? weights["shared"]
            : encoder["embed_tokens"];
        _embedding = table.Tensor("weight", config.VocabSize, config.DModel);
        encoder["embed_tokens"].Skip();
        _bias = new(encoder["block"][0]["layer"][0]["SelfAttention"]["relative_attention_bias"], config);
        _blocks = encoder["block"].Stack(config.NumLayers, block => new T5Block(block["layer"], config));
        _norm = encoder["final_layer_norm"].RmsNorm(config.DModel, config.LayerNormEpsilon);
    }

    /// <param name="ids">(B, T), int64.</param>
    /// <param name="cancel">Looked at between blocks.</param>
    /// <returns>(B, T, D)</returns>
    public Tensor Forward(Tensor ids, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var bias = _bias.Forward(ids.shape[1]);         // (1, N, T, T), the same in all blocks
        var x = _embedding.index_select(0, ids.flatten()).reshape(ids.shape[0], ids.shape[1], -1);
        foreach (var block in _blocks.Each(cancel))
        {
            using var before = x;
            x = block.Forward(before, bias);
        }

        return scope.MoveToOuter(_norm.Forward(x));
    }

    /// <inheritdoc cref="RelativePositionBias.Forward"/>
    public Tensor PositionBias(long length) => _bias.Forward(length);

    public void Dispose() => _weights.Dispose();
}
