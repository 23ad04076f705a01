using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <content>What models take on this machine.</content>
public sealed partial class Generator
{
    /// <summary>Where models compute, and in what.</summary>
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public ComputeSummary SummarizeComputation() => ComputeChoice.Summarize(_host.Options);

    /// <inheritdoc cref="ModelHost.TypeFor"/>
    public ComputeType TypeFor(ModelInfo model) => _host.TypeFor(Models.Open(model));

    /// <summary>Loads a model before it is asked for, as far as memory allows.</summary>
    /// <param name="model">Which.</param>
    /// <param name="cancel">Given up between tensors.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public Task LoadAsync(ModelInfo model, CancellationToken cancel = default) =>
        _host.LoadAsync(Models.Open(model), cancel: cancel);

    /// <summary>How much memory a video may take.</summary>
    /// <returns>Bytes; null when it cannot be found out.</returns>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public long? MeasureFreeMemory() => FreeMemory.For(_host.Options);

    /// <summary>How the video that a model was made for would fit into memory.</summary>
    /// <param name="model">Which.</param>
    /// <param name="free">Bytes that are free; null: unknown, then everything fits.</param>
    /// <returns>null: it does not.</returns>
    /// <exception cref="CogSpaceException">A file of the model is damaged, or there is no such device.</exception>
    public MemoryChoice? FitUsualVideo(ModelInfo model, long? free) =>
        new MemoryPreflight(Models.Open(model), _host.Options).FindUsual(free);
}
