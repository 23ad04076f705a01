using System.Diagnostics;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Preview;

/// <summary>
/// Small pictures of a video while it is denoised: of the clean latents that a step predicts, one pixel for each place.
/// </summary>
/// <param name="projection">To colours.</param>
/// <param name="skip">Latent frames at the front that are not shown.</param>
/// <param name="interval">Between two pictures, at least: each makes a GPU wait.</param>
internal sealed class LatentPreview(LatentProjection projection, long skip, TimeSpan interval)
{
    private readonly Stopwatch _watch = new();

    /// <summary>The frame in the middle.</summary>
    /// <param name="clean">(1, F, C, H, W), scaled as the transformer makes them.</param>
    /// <returns>W x H pixels; null: it is too early for another one.</returns>
    public Frame? Draw(Tensor clean)
    {
        if (_watch.IsRunning && _watch.Elapsed < interval)
            return null;
        using var scope = NewDisposeScope();
        var middle = clean.select(0, 0).select(0, skip + ((clean.shape[1] - skip) / 2));       // (C, H, W)
        var frame = FramePixels.ToFrames(projection.Apply(middle)).Single();
        _watch.Restart();
        return frame;
    }
}
