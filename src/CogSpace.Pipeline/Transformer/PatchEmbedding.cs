namespace CogSpace.Pipeline.Transformer;

/// <summary>
/// Turns patches of latents and text embeddings into tokens, and adds a position table where the model has one.
/// </summary>
/// <remarks>Source: diffusers embeddings.py, CogVideoXPatchEmbed.</remarks>
internal sealed class PatchEmbedding(WeightScope weights, TransformerConfig config) : IDisposable
{
    private readonly PatchProjection _project = new(weights["proj"], config);
    private readonly ILinear _text = weights["text_proj"].Linear(config.TextEmbedDim, config.Width);
    private readonly Tensor? _learned = config.UseLearnedPositionalEmbeddings
        ? weights.Table("pos_embedding", 1, config.MaxTextSeqLength + LearnedTokens(config), config.Width)
        : null;

    private readonly SinCosPositions _computed = new(config);

    // latents (B, F, C, H, W), text (B, T, text width) -> tokens (B, T+V, D), the text's first
    public Tensor Forward(Tensor latents, Tensor text)
    {
        using var scope = NewDisposeScope();
        var video = _project.Forward(Patches.Split(latents, config));     // (B, V, D)
        text = _text.Forward(text);                                       // (B, T, D)

        if (_learned is not null && latents.shape[1] == config.SampleLatentFrames)
        {
            return scope.MoveToOuter(cat([text, video], dim: 1).Add(_learned));
        }

        if (_learned is not null || !config.UseRotaryPositionalEmbeddings)
        {
            // A learned table has no rows for another number of frames: the reference then computes one, and so do we.
            video = video.Plus(_computed.For(latents, video));
        }

        return scope.MoveToOuter(cat([text, video], dim: 1));
    }

    public void Dispose() => _computed.Dispose();

    private static long LearnedTokens(TransformerConfig config) =>
        (long)config.SampleLatentFrames * (config.SampleHeight / config.PatchSize) * (config.SampleWidth / config.PatchSize);
}
