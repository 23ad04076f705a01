namespace CogSpace.Pipeline.Vae;

/// <summary>How many frames come out of the autoencoder. It works in chunks, so this is not a division.</summary>
/// <remarks>
/// Source: diffusers AutoencoderKLCogVideoX._encode and _decode, CogVideoXDownsample3D and CogVideoXUpsample3D.
/// </remarks>
internal static class FrameCounts
{
    /// <summary>
    /// Latent frames that a number of frames is encoded to: (n - 1)/4 + 1 for 4k + 1 frames, and what the chunks leave of any
    /// other number.
    /// </summary>
    public static int Encoded(int frames, VaeConfig config) =>
        FrameChunks.Of(frames, CogVideoXVae.FramesPerChunk).Sum(chunk => Halved((int)chunk.Length, config.TemporalBlocks));

    /// <summary>
    /// Frames that a number of latent frames is decoded to: the first one stands for a single frame only where their number is
    /// odd.
    /// </summary>
    public static int Decoded(int latentFrames, VaeConfig config) =>
        FrameChunks
            .Of(latentFrames, VaeDecoder.LatentFramesPerChunk)
            .Sum(chunk => Doubled((int)chunk.Length, config.TemporalBlocks));

    /// <summary>The largest number of frames, up to a given one, that comes out as it went in; 0: none does.</summary>
    /// <param name="frames">The most to take.</param>
    /// <param name="config">The autoencoder's.</param>
    /// <param name="group">The latent frames have to be a multiple of this.</param>
    public static int Unchanged(int frames, VaeConfig config, int group = 1)
    {
        while (frames > 0 && !(Encoded(frames, config) is var latent && latent % group == 0 && Decoded(latent, config) == frames))
            frames--;
        return frames;
    }

    private static int Halved(int frames, int times) => times == 0 ? frames : Halved((frames + 1) / 2, times - 1);

    private static int Doubled(int frames, int times) =>
        times == 0 || frames == 1 ? frames : Doubled((2 * frames) - (frames % 2), times - 1);
}
