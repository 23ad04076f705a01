namespace CogSpace.Pipeline.Vae;

/// <summary>8-bit frames to pixels of the networks and back, rounded as the reference rounds them.</summary>
/// <remarks>
/// Source: diffusers VideoProcessor.preprocess and postprocess_video, numpy_to_pil: first to 0..1 in the computing type, then
/// times 255, half to even.
/// </remarks>
internal static class FramePixels
{
    /// <param name="frames">All of one size.</param>
    /// <param name="type">What the networks compute in.</param>
    /// <param name="device">Where they are.</param>
    /// <returns>(1, 3, F, H, W), -1 to 1; the caller disposes it.</returns>
    public static Tensor ToPixels(IReadOnlyList<Frame> frames, ScalarType type, Device device)
    {
        using var scope = NewDisposeScope();
        var (count, width, height) = (frames.Count, frames[0].Width, frames[0].Height);
        var bytes = empty([count, height, width, Frame.Channels], dtype: ScalarType.Byte);
        int size = height * width * Frame.Channels;
        for (int i = 0; i < count; i++)
            frames[i].Pixels.Span.CopyTo(bytes.bytes.Slice(i * size, size));
        var unit = bytes.permute(3, 0, 1, 2).unsqueeze(0).to(ScalarType.Float32) / tensor(255f);       // (1, 3, F, H, W)
        return scope.Detach(unit.Times(2).Plus(-1).to(type, device));
    }

    /// <param name="pixels">(1, 3, F, H, W), about -1 to 1.</param>
    /// <param name="fromZero">They are about 0 to 1 instead.</param>
    public static IEnumerable<Frame> ToFrames(Tensor pixels, bool fromZero = false)
    {
        var (frames, height, width) = (pixels.shape[2], (int)pixels.shape[3], (int)pixels.shape[4]);
        byte[] bytes = ToBytes(pixels, fromZero);
        int size = height * width * Frame.Channels;
        for (int i = 0; i < frames; i++)
            yield return new Frame(width, height, bytes[(i * size)..((i + 1) * size)]);
    }

    // (1, 3, F, H, W) -> F H W 3 bytes
    private static byte[] ToBytes(Tensor pixels, bool fromZero)
    {
        using var scope = NewDisposeScope();
        var unit = (fromZero ? pixels : pixels.Times(0.5).Plus(0.5)).Within(0, 1).to(ScalarType.Float32);
        var rounded = unit.Times(255).round().to(ScalarType.Byte);
        return rounded.squeeze(0).permute(1, 2, 3, 0).contiguous().cpu().bytes.ToArray();
    }
}
