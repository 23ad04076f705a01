using CogSpace.Generation;

namespace CogSpace.Web.Tests;

/// <summary>
/// Makes videos as the program does and rests after each step: long enough to be looked at and interrupted, and without taking
/// the processor from other tests meanwhile.
/// </summary>
internal sealed class RestingMaker(IVideoMaker maker) : IVideoMaker
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    public DeviceReport? Device => maker.Device;

    public Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default) => maker.DescribeDeviceAsync(cancel);

    public long? MeasureFreeMemory() => maker.MeasureFreeMemory();

    public Task StartAsync(CancellationToken cancel = default) => maker.StartAsync(cancel);

    public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
        maker.LoadAsync(model, type, cancel);

    public Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default) =>
        maker.GenerateAsync(plan, model, output, new RestingProgress(progress, cancel), type, cancel);

    public Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        maker.PostProcessAsync(video, postProcessing, output, progress, cancel);

    // The video waits for whom it tells.
    private sealed class RestingProgress(IProgress<GenerationProgress>? progress, CancellationToken cancel)
        : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            progress?.Report(value);
            if (value.Stage == GenerationStage.Denoising)
                cancel.WaitHandle.WaitOne(Rest);
        }
    }
}
