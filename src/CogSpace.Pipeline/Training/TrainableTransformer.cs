using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Transformer;
using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>A transformer whose weights, or a LoRA beside them, are trained.</summary>
internal sealed class TrainableTransformer : IDisposable
{
    private readonly CogVideoXTransformer _network;
    private readonly TransformerConfig _config;
    private readonly ComputePlace _place;
    private readonly TrainableLora? _lora;
    private readonly bool _checkpointing;
    private RotaryTable? _rotary;
    private (long Frames, long Height, long Width) _size;

    /// <param name="network">With all layers in memory; belongs to this object from now on.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="place">Where the network is, and the type that it computes in.</param>
    /// <param name="lora">What is trained; null: all weights.</param>
    /// <param name="checkpointing">Whether blocks compute again on the way back.</param>
    public TrainableTransformer(
        CogVideoXTransformer network, TransformerConfig config, ComputePlace place, TrainableLora? lora, bool checkpointing)
    {
        (_network, _config, _place, _lora, _checkpointing) = (network, config, place, lora, checkpointing);
        Parameters = lora?.Parameters
            ?? [.. network.Learned.OrderBy(item => item.Key, StringComparer.Ordinal)
                .Select(item => Parameter.Of(item.Key, item.Value))];
    }

    /// <summary>Loads a model's transformer, and begins with what is trained: for a LoRA with a change of nothing.</summary>
    /// <param name="files">The model.</param>
    /// <param name="config">Its sizes.</param>
    /// <param name="options">What is trained.</param>
    /// <param name="place">Where and in what it computes.</param>
    /// <param name="weights">How the matrices that a LoRA is trained for are kept.</param>
    /// <param name="cancel">Looked at between tensors.</param>
    public static TrainableTransformer Load(
        ModelFolder files, TransformerConfig config, TrainingOptions options, ComputePlace place, WeightKind weights,
        CancellationToken cancel)
    {
        var network = files.LoadTransformer(config, new WeightStorage(place.Type, place.Device, weights), cancel);
        try
        {
            using var initial = new LoraStart(options.Seed);
            var lora = options.Lora is { } wanted
                ? TrainableLora.Attach(network.Linears, wanted, initial.Draw, place.Device)
                : null;
            return new TrainableTransformer(network, config, place, lora, options.GradientCheckpointing);
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>The network, with the weights as they are.</summary>
    public CogVideoXTransformer Network => _network;

    /// <summary>What is trained, in the order of their names.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>One way through the network and back: adds to the gradients of the parameters.</summary>
    /// <param name="batch">What is learned from.</param>
    /// <param name="loss">Compares.</param>
    /// <param name="share">What the gradients are multiplied by: the pass's part of a step.</param>
    /// <param name="cancel">Looked at between blocks.</param>
    /// <returns>The loss, before it is multiplied.</returns>
    public double Learn(TrainingBatch batch, DiffusionLoss loss, double share, CancellationToken cancel)
    {
        using var scope = NewDisposeScope();
        using var checkpoints = _checkpointing ? new BlockCheckpoints() : null;
        var value = Loss(batch, loss, checkpoints, cancel);
        value.Times(share).backward();
        checkpoints?.Backward();
        foreach (var parameter in Parameters)
            parameter.Collect();
        return value.to(ScalarType.Float64).item<double>();
    }

    /// <summary>Until the result is disposed no gradient is asked for, and the network is as fast as any other.</summary>
    public IDisposable Rest() => new Resting(Parameters);

    /// <returns>A tensor of no dimension.</returns>
    public Tensor Loss(
        TrainingBatch batch, DiffusionLoss loss, BlockCheckpoints? checkpoints = null, CancellationToken cancel = default)
    {
        using var scope = NewDisposeScope();
        var text = batch.Text.to(_place.Type, _place.Device);
        var rotary = Rotary(batch.Clean.shape);
        return scope.MoveToOuter(loss.Of(batch.Clean, batch.Noise, batch.Timesteps, (noisy, timesteps) =>
            _network.Forward(
                batch.WithImage(noisy).to(_place.Type), text, timesteps, rotary, checkpoints: checkpoints, cancel: cancel)));
    }

    public void Dispose()
    {
        _rotary?.Dispose();
        if (_lora is null)
        {
            foreach (var parameter in Parameters)
                parameter.Dispose();
        }

        _lora?.Dispose();
        _network.Dispose();
    }

    private sealed class Resting : IDisposable
    {
        private readonly IReadOnlyList<Parameter> _parameters;

        public Resting(IReadOnlyList<Parameter> parameters)
        {
            _parameters = parameters;
            SetGradients(false);
        }

        public void Dispose() => SetGradients(true);

        private void SetGradients(bool asked)
        {
            foreach (var parameter in _parameters)
                parameter.Value.requires_grad = asked;
        }
    }

    // Positions as the pipeline has them at that size, which is where the model will be used.
    private RotaryTable? Rotary(long[] latents)
    {
        var size = (latents[1], latents[3], latents[4]);
        if (_size != size)
        {
            _rotary?.Dispose();
            (_size, _rotary) = (size, RotaryTable.For(_config, size.Item1, size.Item2, size.Item3, _place.Device));
        }

        return _rotary;
    }
}
