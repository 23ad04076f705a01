namespace CogSpace.Pipeline.Transformer;

/// <summary>Cuts latents into the patches that become tokens, and puts them together again.</summary>
/// <remarks>Within a patch the order is channel, time, y, x. CogVideoX 1.0 has patches of one frame, 1.5 of two.</remarks>
internal static class Patches
{
    // latents (B, F, C, H, W) -> (B, V, C Pt P P);  V = F/Pt H/P W/P
    public static Tensor Split(Tensor latents, TransformerConfig config)
    {
        using var scope = NewDisposeScope();
        var (t, p) = (config.FramesPerPatch, config.PatchSize);
        var (batch, frames, channels, height, width) = (
            latents.shape[0], latents.shape[1], latents.shape[2], latents.shape[3], latents.shape[4]);
        return scope.MoveToOuter(
            latents
                .reshape([batch, frames / t, t, channels, height / p, p, width / p, p])
                .permute(0, 1, 4, 6, 3, 2, 5, 7) // (B, F/Pt, H/P, W/P, C, Pt, P, P)
                .reshape([batch, -1, channels * t * p * p])
        );
    }

    // patches (B, V, C Pt P P) -> (B, F, C, H, W), the size of the given latents
    public static Tensor Join(Tensor patches, long[] size, TransformerConfig config)
    {
        using var scope = NewDisposeScope();
        var (t, p) = (config.FramesPerPatch, config.PatchSize);
        var (batch, frames, height, width) = (size[0], size[1], size[3], size[4]);
        return scope.MoveToOuter(patches
            .reshape([batch, frames / t, height / p, width / p, config.OutChannels, t, p, p])
            .permute(0, 1, 5, 4, 2, 6, 3, 7)                               // (B, F/Pt, Pt, C, H/P, P, W/P, P)
            .reshape([batch, frames, config.OutChannels, height, width]));
    }
}
