using System.Runtime.CompilerServices;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Upscaling;

/// <summary>
/// Gives frames two or four times the pixels in each direction, with a network that has learnt what details look like.
/// </summary>
public sealed class RealEsrganUpscaler : IFrameFilter
{
    private readonly string _weightsFile;
    private readonly NetworkOptions _options;
    private readonly UpscalingOptions _upscaling;

    /// <param name="weightsFile">Of Real-ESRGAN or ESRGAN.</param>
    /// <param name="options">Where and how to compute.</param>
    /// <param name="upscaling">How frames are cut.</param>
    /// <exception cref="ModelLoadException">The weights are missing, damaged, or of another network.</exception>
    public RealEsrganUpscaler(string weightsFile, NetworkOptions options, UpscalingOptions? upscaling = null)
    {
        (_weightsFile, _options, _upscaling) = (weightsFile, options, upscaling ?? new UpscalingOptions());
        var network = NetworkDescription.Read(weightsFile);
        if (network.Kind != NetworkKind.Upscaling)
            throw new ModelLoadException(
                weightsFile, $"it is {network.Description}, which makes no larger frames; choose weights of Real-ESRGAN.");
        Scale = network.Scale;
    }

    /// <inheritdoc/>
    public GenerationStage Stage => GenerationStage.Upscaling;

    /// <summary>Pixels of the result for each pixel of a frame, in one direction.</summary>
    public int Scale { get; }

    /// <inheritdoc/>
    public VideoInfo Describe(VideoInfo source) => source with { Width = source.Width * Scale, Height = source.Height * Scale };

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancel = default) =>
        Task.Run(() => NetworkSession.Check(_weightsFile, _options), cancel);

    /// <inheritdoc/>
    public async IAsyncEnumerable<Frame> ApplyAsync(
        IAsyncEnumerable<Frame> frames, VideoInfo source, IProgress<GenerationProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancel = default)
    {
        var clock = new FilterClock(Stage, progress);
        int finished = 0;
        NetworkSession? network = null;
        FrameUpscaling? upscaling = null;
        try
        {
            await foreach (var frame in SameSize.Require(frames, source, cancel))
            {
                clock.Start();
                if (upscaling is null)
                {
                    // Opened when it is needed: until then the memory belongs to the pipeline.
                    clock.Report(0, source.Frames);
                    network = await Task.Run(() => NetworkSession.Open(_weightsFile, _options), cancel);
                    upscaling = new FrameUpscaling(network, _upscaling);
                }

                var (tiled, before) = (upscaling, finished);
                var larger = await Task.Run(
                    () => tiled.Run(frame, (tiles, of) => clock.Report((before * of) + tiles, source.Frames * of), cancel),
                    cancel);
                clock.Pause();
                finished++;
                yield return larger;
            }
        }
        finally
        {
            network?.Dispose();
        }
    }
}
