namespace CogSpace.Pipeline;

/// <summary>Decoded pixels to 8-bit frames, rounded as the reference rounds them.</summary>
/// <remarks>Source: diffusers VideoProcessor.postprocess_video and numpy_to_pil: first to 0..1 in the computing type, then times 255, half to even.</remarks>
internal static class FrameConversion
{
    /// <param name="pixels">(1, 3, F, H, W), about -1 to 1.</param>
    public static IEnumerable<Frame> ToFrames(Tensor pixels)
    {
        var (frames, height, width) = (pixels.shape[2], (int)pixels.shape[3], (int)pixels.shape[4]);
        byte[] bytes = ToBytes(pixels);
        int size = height * width * Frame.Channels;
        for (int i = 0; i < frames; i++)
            yield return new Frame(width, height, bytes[(i * size)..((i + 1) * size)]);
    }

    // (1, 3, F, H, W) -> F H W 3 bytes
    private static byte[] ToBytes(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var unit = ((pixels * 0.5) + 0.5).clamp(0, 1).to(ScalarType.Float32);
        var rounded = (unit * 255).round().to(ScalarType.Byte);
        return rounded.squeeze(0).permute(1, 2, 3, 0).contiguous().cpu().bytes.ToArray();
    }
}
