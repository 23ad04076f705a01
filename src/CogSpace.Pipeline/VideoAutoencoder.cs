using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>A model's autoencoder by itself: frames to latents and back.</summary>
/// <remarks>
/// Source: CogVideo inference/cli_vae_demo.py. Differs: pixels run from -1 to 1, as the autoencoder was trained, where the
/// demo gives it 0 to 1.
/// </remarks>
public sealed class VideoAutoencoder : IDisposable
{
    private readonly CogVideoXVae _vae;
    private readonly VaeConfig _config;
    private readonly VaeTiling? _tiling;
    private readonly ComputePlace _place;
    private readonly WorkerThread _worker = new();

    private VideoAutoencoder(CogVideoXVae vae, VaeConfig config, VaeTiling? tiling, ComputePlace place) =>
        (_vae, _config, _tiling, _place) = (vae, config, tiling, place);

    /// <summary>"cpu" or "cuda:0".</summary>
    public string Device => _place.DeviceName;

    /// <summary>"float32", "bfloat16" or "float16".</summary>
    public string Type => _place.TypeName;

    /// <summary>Loads it alone out of a model folder in the layout of diffusers.</summary>
    /// <param name="folder">The model's.</param>
    /// <param name="options">Where and how it computes.</param>
    /// <param name="tiling">
    /// Cuts pictures above about half the trained size into tiles that overlap: less memory, and slightly other results.
    /// </param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static VideoAutoencoder Load(string folder, PipelineOptions options, bool tiling = false)
    {
        var place = ComputePlace.Choose(options);
        var model = ModelFolder.Open(folder);
        var config = model.ReadVaeConfig();
        return new VideoAutoencoder(
            model.LoadVae(config, new WeightStorage(place.Type, place.Device)), config,
            tiling ? VaeTiling.Matching(config) : null, place);
    }

    /// <summary>Encodes a video on a thread of its own.</summary>
    /// <param name="clip">Of a size and a number of frames that <see cref="AutoencoderPlan"/> gives.</param>
    /// <param name="seed">
    /// Draws a sample of what the encoder holds possible, with this seed; null: what it holds most likely.
    /// </param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public Task<VideoLatents> EncodeAsync(
        VideoClip clip, uint? seed = null, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        _worker.RunAsync(() =>
            Encode(clip, seed, new ProgressClock(progress).Counting(GenerationStage.Encoding, Chunks(clip)), cancel)
        );

    /// <summary>
    /// Decodes latents. Frames come while later ones are still being decoded; the work runs on a thread of its own.
    /// </summary>
    /// <param name="latents">Of this autoencoder.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public IAsyncEnumerable<Frame> DecodeAsync(
        VideoLatents latents, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
        _worker.RunAsync(
            token =>
                new FrameDecoder(_vae, _config, _tiling, latents.FromZero).Decode(
                    latents.Values,
                    new ProgressClock(progress).Counting(
                        GenerationStage.Decoding,
                        CogVideoXVae.Chunks(
                            latents.Frames, latents.Values.shape[3], latents.Values.shape[4], _tiling, _config)
                    ),
                    token
                ),
            cancel
        );

    /// <summary>Latents of a file, and the notes in its header.</summary>
    /// <exception cref="InvalidRequestException">There are no latents in it, or not such as this autoencoder makes.</exception>
    /// <exception cref="ModelLoadException">It is not a file of tensors, or it is damaged.</exception>
    public (VideoLatents Latents, IReadOnlyDictionary<string, string> Notes) Read(string path)
    {
        using var scope = NewDisposeScope();
        var (latents, notes, fromZero) = LatentsFile.Read(path, _config);
        if (!latents.isfinite().all().item<bool>())
            throw new InvalidRequestException($"The latents in {path} are not all numbers, so there is no picture in them.");
        return (new VideoLatents(latents.to(_place.Type, _place.Device), fromZero), notes);
    }

    public void Dispose()
    {
        _worker.Dispose();
        _vae.Dispose();
    }

    private int Chunks(VideoClip clip)
    {
        var frame = clip.Frames[0];
        return CogVideoXVae.EncodedChunks(clip.Frames.Count, frame.Height, frame.Width, _tiling);
    }

    private VideoLatents Encode(VideoClip clip, uint? seed, Action encoded, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var pixels = FrameConversion.ToPixels(clip.Frames, _place.Type, _place.Device);
        using var distribution = _vae.Encode(pixels, _tiling, encoded, cancel);
        using var noise = seed is { } given ? new NoiseSource(given) : null;
        var latents = noise is null ? distribution.Mean : distribution.Sample(noise);          // (1, C, F, H, W)
        return new VideoLatents((latents.Times(_config.ScalingFactor)).transpose(1, 2));
    }
}
