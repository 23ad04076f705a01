namespace CogSpace.Pipeline.Transformer;

/// <summary>Turns patches of latents and text embeddings into tokens, and adds a position table where the model has one.</summary>
/// <remarks>Source: diffusers embeddings.py, CogVideoXPatchEmbed.</remarks>
internal sealed class PatchEmbedding(WeightScope weights, TransformerConfig config)
{
    private readonly Conv2d _project = weights["proj"].Conv2d(config.InChannels, config.Width, config.PatchSize, stride: config.PatchSize, bias: config.PatchBias);
    private readonly ILinear _text = weights["text_proj"].Linear(config.TextEmbedDim, config.Width);
    private readonly Tensor? _learned = config.UseLearnedPositionalEmbeddings
        ? weights.Tensor("pos_embedding", 1, config.MaxTextSeqLength + LearnedTokens(config), config.Width)
        : null;

    // latents (B, F, C, H, W), text (B, T, text width) -> video (B, V, D), text (B, T, D);  V = F H/P W/P
    public (Tensor Video, Tensor Text) Forward(Tensor latents, Tensor text)
    {
        using var scope = NewDisposeScope();
        var (batch, frames, height, width) = (latents.shape[0], latents.shape[1], latents.shape[3], latents.shape[4]);
        var video = _project.Forward(latents.flatten(0, 1))               // (B F, D, H/P, W/P)
            .flatten(2).transpose(1, 2)                                   // (B F, H/P W/P, D)
            .reshape(batch, -1, config.Width);                            // (B, V, D)
        text = _text.Forward(text);                                       // (B, T, D)

        if (_learned is not null && frames == config.SampleLatentFrames)
        {
            var parts = _learned.split([text.shape[1], video.shape[1]], dim: 1);
            (text, video) = (text + parts[0], video + parts[1]);
        }
        else if (_learned is not null || !config.UseRotaryPositionalEmbeddings)
        {
            // A learned table has no rows for another number of frames: the reference then computes one, and so do we.
            var table = SinCosTable.Build(
                config.Width, frames, height / config.PatchSize, width / config.PatchSize,
                config.SpatialInterpolationScale, config.TemporalInterpolationScale);
            video = video + table.to(video.dtype, video.device);
        }

        return scope.MoveToOuter(video, text);
    }

    private static long LearnedTokens(TransformerConfig config) =>
        (long)config.SampleLatentFrames * (config.SampleHeight / config.PatchSize) * (config.SampleWidth / config.PatchSize);
}
