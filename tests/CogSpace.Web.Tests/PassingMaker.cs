using CogSpace.Generation;

namespace CogSpace.Web.Tests;

/// <summary>Makes videos as the program does, and lets a test change how.</summary>
internal abstract class PassingMaker(IVideoMaker maker) : IVideoMaker
{
    public DeviceReport? Device => maker.Device;

    public Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default) => maker.DescribeDeviceAsync(cancel);

    public long? MeasureFreeMemory() => maker.MeasureFreeMemory();

    public Task StartAsync(CancellationToken cancel = default) => maker.StartAsync(cancel);

    public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
        maker.LoadAsync(model, type, cancel);

    public virtual Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default) =>
        maker.GenerateAsync(plan, model, output, progress, type, cancel);

    public Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        maker.PostProcessAsync(video, postProcessing, output, progress, cancel);
}
