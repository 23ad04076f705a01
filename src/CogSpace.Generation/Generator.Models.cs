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

    /// <inheritdoc/>
    public DeviceReport? Device => _device ??= Report();

    /// <inheritdoc/>
    public Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default) =>
        Task.FromResult(_device ??= DeviceReport.Of(_host.Options));

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel = default) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
        _host.LoadAsync(Models.Open(model), type: type, cancel: cancel);

    /// <inheritdoc/>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public long? MeasureFreeMemory() => FreeMemory.For(_host.Options);

    /// <summary>How the video that a model was made for would fit into memory.</summary>
    /// <param name="model">Which.</param>
    /// <param name="free">Bytes that are free; null: unknown, then everything fits.</param>
    /// <param name="device">What it would be made on, so that libtorch is not loaded; null: it is asked.</param>
    /// <returns>null: it does not.</returns>
    /// <exception cref="CogSpaceException">A file of the model is damaged, or there is no such device.</exception>
    public MemoryChoice? FitUsualVideo(ModelInfo model, long? free, DeviceReport? device = null) =>
        new MemoryPreflight(Models.Open(model), _host.Options, device?.Summarize(model.Preset)).FindUsual(free);

    private DeviceReport? Report()
    {
        try
        {
            return DeviceReport.Of(_host.Options);
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }
}
