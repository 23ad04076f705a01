using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Memory;

/// <summary>How the networks of a model come into memory, as the options say.</summary>
internal sealed class NetworkLoading : IDisposable
{
    private readonly ModelFolder _model;
    private readonly PipelineShape _shape;
    private readonly PipelineOptions _options;
    private readonly WeightStorage _plain;
    private readonly WeightStorage _layered;
    private readonly WorkerThread? _fetcher;
    private readonly Dictionary<string, Int8Cache> _caches = [];

    public NetworkLoading(ModelFolder model, PipelineShape shape, ComputePlace place, PipelineOptions options)
    {
        Mode = options.Memory == MemoryMode.Auto ? MemoryMode.Resident : options.Memory;
        _fetcher = Mode == MemoryMode.Sequential ? new WorkerThread() : null;
        (_model, _shape, _options) = (model, shape, options);
        _plain = new WeightStorage(place.Type, place.Device) { Apart = Mode != MemoryMode.Sequential };
        _layered = _plain with { Kept = options.Weights, Fetcher = _fetcher };

        bool stays = Mode == MemoryMode.Resident;
        TextEncoder = new(
            cancel =>
                model.LoadTextEncoder(WithCache("text_encoder", model.OpenTextEncoder, BuildTextEncoder, cancel), cancel),
            stays
        );
        Transformer = new(
            cancel =>
                model.LoadTransformer(
                    shape.Transformer, WithCache("transformer", model.OpenTransformer, BuildTransformer, cancel), cancel),
            stays
        );
        Vae = new(cancel => model.LoadVae(shape.Vae, _plain, cancel), stays);
    }

    public MemoryMode Mode { get; }

    public NetworkSlot<T5Encoder> TextEncoder { get; }

    public NetworkSlot<CogVideoXTransformer> Transformer { get; }

    public NetworkSlot<CogVideoXVae> Vae { get; }

    /// <summary>
    /// Loads what stays in memory. Of what does not, looks at names and shapes, so that what is wrong with a model is said at
    /// once and not when its turn comes.
    /// </summary>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public void Prepare(CancellationToken cancel)
    {
        if (Mode == MemoryMode.Resident)
        {
            TextEncoder.Borrow(cancel).Dispose();
            Transformer.Borrow(cancel).Dispose();
            Vae.Borrow(cancel).Dispose();
        }
        else
            Check();
        cancel.ThrowIfCancellationRequested();
    }

    public void Dispose()
    {
        _fetcher?.Dispose();
        foreach (var cache in _caches.Values)
            cache.Dispose();
    }

    private void Check()
    {
        WeightLoader.Build(_model.OpenTextEncoder, WeightStorage.None, BuildTextEncoder).Dispose();
        WeightLoader.Build(_model.OpenTransformer, WeightStorage.None, BuildTransformer).Dispose();
        WeightLoader
            .Build(_model.OpenVae, WeightStorage.None, weights => new CogVideoXVae(weights, _shape.Vae))
            .Dispose();
    }

    private T5Encoder BuildTextEncoder(WeightScope weights) => new(weights, _model.ReadTextEncoderConfig());

    private CogVideoXTransformer BuildTransformer(WeightScope weights) => new(weights, _shape.Transformer);

    private WeightStorage WithCache<TNetwork>(
        string component, Func<Checkpoint> open, Func<WeightScope, TNetwork> build, CancellationToken cancel)
        where TNetwork : IDisposable
    {
        if (!_options.CacheWeights || _options.Weights != WeightKind.I8)
            return _layered;
        if (!_caches.TryGetValue(component, out var cache))
        {
            IReadOnlyCollection<string> layers = [];
            WeightLoader.Build(open, WeightStorage.None, weights =>
            {
                var network = build(weights);
                layers = weights.RepeatedLayers;
                return network;
            }, cancel).Dispose();
            _caches[component] = cache = Int8Cache.Open(Path.Combine(_model.Path, component), open, layers, cancel);
        }

        return _layered with { Cache = cache };
    }
}
