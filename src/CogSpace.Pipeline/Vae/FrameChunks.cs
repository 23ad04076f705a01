namespace CogSpace.Pipeline.Vae;

/// <summary>
/// How frames are dealt out into chunks. Group norms look at one chunk at a time, so this is part of the result.
/// </summary>
internal static class FrameChunks
{
    /// <summary>Chunks of <paramref name="size"/>; the first one also takes what is left over.</summary>
    /// <remarks>Source: diffusers AutoencoderKLCogVideoX._decode and _encode.</remarks>
    public static IEnumerable<(long Start, long Length)> Of(long frames, long size)
    {
        long first = frames < size ? frames : size + (frames % size);
        yield return (0, first);
        for (long start = first; start < frames; start += size)
            yield return (start, size);
    }
}
