using CogSpace.Pipeline.Memory;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>Encodes clips and their prompts for a <see cref="Trainer"/>, with a model's autoencoder and text encoder.</summary>
/// <remarks>
/// Source: CogVideo finetune/models/cogvideox_i2v/lora_trainer.py. Differs: there the first frame gets other noise at every step,
/// which keeps the autoencoder in memory. Here it is encoded with a few kinds of noise beforehand, of which each step takes one.
/// </remarks>
public sealed class ClipEncoder : IDisposable
{
    private const int NoisyImages = 4;

    // The noise of the first frame: the logarithm of its strength is normal.
    private const double LogStrength = -3, LogStrengthDeviation = 0.5;

    private readonly NetworkLoading _networks;
    private readonly PromptEncoder _prompts;
    private readonly Autoencoder _autoencoder;
    private readonly PipelineShape _shape;
    private readonly bool _tiled;
    private readonly WorkerThread _worker = new();

    /// <inheritdoc cref="Model.LoadClipEncoder"/>
    internal ClipEncoder(ModelFolder files, PipelineShape shape, T5Tokenizer tokenizer, PipelineOptions options)
    {
        var place = ComputePlace.Choose(options);
        (_shape, _tiled) = (shape, options.Tiling ?? false);
        _networks = new NetworkLoading(files, shape, place, options with { Memory = MemoryMode.Resident });
        _prompts = new PromptEncoder(tokenizer, _networks.TextEncoder, shape.Transformer.MaxTextSeqLength, place.Device);
        _autoencoder = new Autoencoder(_networks.Vae, shape.Vae, place, _tiled);
    }

    /// <summary>Writes the embedding of a prompt alone.</summary>
    /// <param name="prompt">May be empty.</param>
    /// <param name="file">Written under a temporary name and renamed.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public Task EncodePromptAsync(string prompt, string file, CancellationToken cancel = default) => _worker.RunAsync(() =>
    {
        using var scope = NewDisposeScope();
        EncodedClip.Write(file, latents: null, _prompts.Encode(prompt, cancel).squeeze(0));
        return true;
    });

    /// <summary>
    /// Writes a clip's latents and its prompt's embedding; for image to video also the latents of its first frame.
    /// </summary>
    /// <param name="clip">Of the size and the frames that <see cref="Model.PlanTrainingClip"/> gives.</param>
    /// <param name="prompt">What it shows.</param>
    /// <param name="seed">Decides the samples of the encoder, and the noise in the first frame.</param>
    /// <param name="file">Written under a temporary name and renamed.</param>
    /// <param name="cancel">Takes effect within one block.</param>
    public Task EncodeAsync(VideoClip clip, string prompt, ulong seed, string file, CancellationToken cancel = default) =>
        _worker.RunAsync(() =>
        {
            using var scope = NewDisposeScope();
            using var noise = new NoiseSource(seed);
            var text = _prompts.Encode(prompt, cancel).squeeze(0);                                      // (T, text width)
            var latents = _autoencoder.Encode(clip, noise, _tiled, new ProgressClock(null), cancel).squeeze(0);
            var image = _shape.Task == ModelTask.ImageToVideo
                ? cat([.. Enumerable.Range(0, NoisyImages).Select(_ => EncodeImage(clip.Frames[0], noise, cancel))])
                : null;                                                                                 // (N, C, H, W)
            EncodedClip.Write(file, latents, text, image);
            return true;
        });

    public void Dispose()
    {
        _worker.Dispose();
        _prompts.Dispose();
        _autoencoder.Dispose();
        _networks.Transformer.Dispose();
        _networks.Dispose();
    }

    // -> (1, C, H, W)
    private Tensor EncodeImage(Frame frame, NoiseSource noise, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        var place = _autoencoder.Place;
        using var lent = _networks.Vae.Borrow(cancel);
        using var pixels = FramePixels.ToPixels([frame], ScalarType.Float32, place.Device);             // (1, 3, 1, H, W)
        double strength = Math.Exp(
            LogStrength + (LogStrengthDeviation * noise.Draw([1], ScalarType.Float32, CPU).item<float>()));
        var noisy = pixels.Plus(noise.Draw(pixels.shape, ScalarType.Float32, place.Device).Times(strength)).to(place.Type);
        var tiling = _tiled ? VaeTiling.Matching(_shape.Vae) : null;
        using var distribution = lent.Network.Encode(noisy, tiling, () => { }, cancel);                 // (1, C, 1, H, W)
        return scope.MoveToOuter(distribution.Sample(noise).Times(_shape.Vae.ImageScale).squeeze(2));
    }
}
