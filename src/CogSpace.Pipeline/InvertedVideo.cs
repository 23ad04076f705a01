using CogSpace.Pipeline.Inversion;

namespace CogSpace.Pipeline;

/// <summary>What came of walking a video to noise and regenerating it.</summary>
public sealed class InvertedVideo : IDisposable
{
    private readonly Tensor _clean;
    private readonly Tensor _toNoise;
    private readonly Tensor _toVideo;

    internal InvertedVideo(Tensor clean, Trajectory toNoise, Trajectory toVideo)
    {
        _clean = Keep(clean);
        (_toNoise, _toVideo) = (toNoise.Stack().DetachFromDisposeScope(), toVideo.Stack().DetachFromDisposeScope());
        (Noise, Remade) = (new VideoLatents(Keep(toNoise[^1])), new VideoLatents(Keep(toVideo[^1])));
    }

    /// <summary>The regenerated video.</summary>
    public VideoLatents Remade { get; }

    /// <summary>The noise that the video was walked to.</summary>
    public VideoLatents Noise { get; }

    /// <summary>Keeps both walks.</summary>
    /// <param name="path">
    /// A safetensors file: "latents" is the regenerated video and "video" the given one, (1, F, C, H, W); "inverse" and
    /// "reconstruction" are (steps, 1, F, C, H, W), the latents after each step.
    /// </param>
    /// <param name="notes">For the file's header.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public void Write(string path, IReadOnlyDictionary<string, string>? notes = null) =>
        LatentsFile.Write(
            path,
            [(LatentsFile.Latents, Remade.Values), ("video", _clean), ("inverse", _toNoise), ("reconstruction", _toVideo)],
            notes);

    public void Dispose()
    {
        _clean.Dispose();
        _toNoise.Dispose();
        _toVideo.Dispose();
        Noise.Dispose();
        Remade.Dispose();
    }

    private static Tensor Keep(Tensor latents) => latents.alias().DetachFromDisposeScope();
}
