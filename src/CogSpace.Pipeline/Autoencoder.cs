using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Frames to latents and back, with a model's VAE. The VAE is borrowed for as long as it works.</summary>
/// <remarks>
/// Source: CogVideo inference/cli_vae_demo.py; diffusers pipeline_cogvideox.py, decode_latents. Differs: pixels run from -1
/// to 1, as the VAE was trained, where the demo gives it 0 to 1.
/// </remarks>
public sealed class Autoencoder : IDisposable
{
    private readonly NetworkSlot<CogVideoXVae> _vae;
    private readonly VaeConfig _config;
    private readonly bool _tiled;
    private readonly Lazy<WorkerThread> _worker = new(() => new WorkerThread());

    /// <param name="vae">Owned from now on.</param>
    /// <param name="config">The VAE's sizes.</param>
    /// <param name="place">Where and in what it computes.</param>
    /// <param name="tiled">Whether <see cref="EncodeAsync"/> and <see cref="DecodeAsync"/> cut large pictures into tiles.</param>
    internal Autoencoder(NetworkSlot<CogVideoXVae> vae, VaeConfig config, ComputePlace place, bool tiled = false) =>
        (_vae, _config, Place, _tiled) = (vae, config, place, tiled);

    /// <summary>"cpu" or "cuda:0".</summary>
    public string Device => Place.DeviceName;

    /// <summary>"float32", "bfloat16" or "float16".</summary>
    public string Type => Place.TypeName;

    /// <summary>Where and in what it computes.</summary>
    internal ComputePlace Place { get; }

    /// <summary>Encodes a video on a thread of its own.</summary>
    /// <param name="clip">Of the size and the number of frames that <see cref="Model.PlanAutoencoder"/> gives.</param>
    /// <param name="seed">Draws a sample from the encoder's distribution with this seed; null: takes its mean.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public Task<VideoLatents> EncodeAsync(
        VideoClip clip, ulong? seed = null, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
        _worker.Value.RunAsync(() =>
        {
            using var scope = NewDisposeScope();
            using var noise = seed is { } given ? new NoiseSource(given) : null;
            return new VideoLatents(Encode(clip, noise, _tiled, new ProgressClock(progress), cancel));
        });

    /// <summary>
    /// Decodes latents. Frames come while later ones are still being decoded; the work runs on a thread of its own.
    /// </summary>
    /// <param name="latents">Of this autoencoder.</param>
    /// <param name="progress">Told after every chunk.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public IAsyncEnumerable<Frame> DecodeAsync(
        VideoLatents latents, IProgress<GenerationProgress>? progress = null, CancellationToken cancel = default) =>
        _worker.Value.RunAsync(
            token => Decode(latents.Values, _tiled, new ProgressClock(progress), token, latents.FromZero), cancel);

    /// <summary>Reads latents from a file, and the notes in its header.</summary>
    /// <exception cref="InvalidRequestException">The file has no latents, or none that fit this autoencoder.</exception>
    /// <exception cref="ModelLoadException">It is not a file of tensors, or it is damaged.</exception>
    public (VideoLatents Latents, IReadOnlyDictionary<string, string> Notes) Read(string path)
    {
        using var scope = NewDisposeScope();
        var (latents, notes, fromZero) = LatentsFile.Read(path, _config);
        if (!latents.isfinite().all().item<bool>())
            throw new InvalidRequestException($"The latents in {path} are not all numbers, so there is no picture in them.");
        return (new VideoLatents(latents.to(Place.Type, Place.Device), fromZero), notes);
    }

    public void Dispose()
    {
        if (_worker.IsValueCreated)
            _worker.Value.Dispose();
        _vae.Dispose();
    }

    /// <summary>Loads the VAE and no other network.</summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    internal static Autoencoder Load(ModelFolder files, VaeConfig config, PipelineOptions options)
    {
        var place = ComputePlace.Choose(options);
        var vae = files.LoadVae(config, new WeightStorage(place.Type, place.Device));
        return new Autoencoder(NetworkSlot<CogVideoXVae>.Of(vae), config, place, options.Tiling ?? false);
    }

    /// <param name="clip">Frames of one size.</param>
    /// <param name="noise">Draws a sample from the encoder's distribution; null: its mean is taken.</param>
    /// <param name="tiled">Cuts large pictures into tiles: less memory, slightly other results.</param>
    /// <param name="clock">Told after every chunk.</param>
    /// <param name="cancel">Looked at between encoder blocks.</param>
    /// <param name="scale">What the latents are multiplied by; null: the scale of the model's videos.</param>
    /// <returns>(1, F, C, H, W), scaled; a tensor of the current scope.</returns>
    internal Tensor Encode(
        VideoClip clip, NoiseSource? noise, bool tiled, ProgressClock clock, CancellationToken cancel, double? scale = null)
    {
        using var scope = NewDisposeScope();
        using var lent = _vae.Borrow(cancel);
        var (first, tiling) = (clip.Frames[0], TilingIf(tiled));
        int chunks = CogVideoXVae.EncodedChunks(clip.Frames.Count, first.Height, first.Width, tiling);
        var encoded = clock.Counting(GenerationStage.Encoding, chunks);
        using var pixels = FramePixels.ToPixels(clip.Frames, Place.Type, Place.Device);             // (1, 3, F, H, W)
        using var distribution = lent.Network.Encode(pixels, tiling, encoded, cancel);          // (1, C, F, H, W)
        var latents = noise is null ? distribution.Mean : distribution.Sample(noise);
        return scope.MoveToOuter(latents.Times(scale ?? _config.ScalingFactor).transpose(1, 2));
    }

    /// <summary>Decodes chunk by chunk.</summary>
    /// <param name="latents">(1, F, C, H, W), scaled.</param>
    /// <param name="tiled">Cuts large pictures into tiles: less memory, slightly other results.</param>
    /// <param name="clock">Told after each chunk of a tile.</param>
    /// <param name="cancel">Looked at between decoder blocks.</param>
    /// <param name="fromZero">Whether pixels decode to 0 to 1 instead of -1 to 1.</param>
    internal IEnumerable<Frame> Decode(
        Tensor latents, bool tiled, ProgressClock clock, CancellationToken cancel, bool fromZero = false)
    {
        var tiling = TilingIf(tiled);
        int chunks = CogVideoXVae.Chunks(latents.shape[1], latents.shape[3], latents.shape[4], tiling, _config);
        var decoded = clock.Counting(GenerationStage.Decoding, chunks);
        using var lent = _vae.Borrow(cancel);
        using var unscaled = Unscale(latents, _config);
        foreach (var chunk in lent.Network.Decode(unscaled, tiling, decoded, cancel))
        {
            using (chunk)
            {
                foreach (var frame in FramePixels.ToFrames(chunk, fromZero))
                    yield return frame;
            }
        }
    }

    /// <param name="latents">(1, F, C, H, W), scaled.</param>
    /// <param name="config">The VAE's.</param>
    /// <returns>(1, C, F, H, W), as the VAE takes them; the caller disposes it.</returns>
    internal static Tensor Unscale(Tensor latents, VaeConfig config)
    {
        using var scope = NewDisposeScope();
        return scope.Detach(latents.transpose(1, 2).Times(1 / config.ScalingFactor));
    }

    private VaeTiling? TilingIf(bool tiled) => tiled ? VaeTiling.Matching(_config) : null;
}
