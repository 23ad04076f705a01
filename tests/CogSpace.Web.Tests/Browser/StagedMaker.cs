using CogSpace.Generation;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Makes videos as the program does, except those whose prompts ask for something else.</summary>
internal sealed class StagedMaker(IVideoMaker maker) : IVideoMaker
{
    /// <summary>In the prompt of a video that stops half way, until somebody cancels it.</summary>
    public const string Rests = "on a black background";

    /// <summary>In the prompt of a video that fails.</summary>
    public const string Fails = "on a green background";

    public DeviceReport? Device => maker.Device;

    public Task<DeviceReport> DescribeDeviceAsync(CancellationToken cancel = default) => maker.DescribeDeviceAsync(cancel);

    public long? MeasureFreeMemory() => maker.MeasureFreeMemory();

    public Task StartAsync(CancellationToken cancel = default) => maker.StartAsync(cancel);

    public Task LoadAsync(ModelInfo model, ComputeType? type = null, CancellationToken cancel = default) =>
        maker.LoadAsync(model, type, cancel);

    public Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default)
    {
        if (plan.Request.Prompt.Contains(Fails, StringComparison.Ordinal))
            throw new CogSpaceException("There is not enough memory to enlarge a frame of 96 x 64 pixels.");
        if (plan.Request.Prompt.Contains(Rests, StringComparison.Ordinal))
            progress = new Resting(progress, cancel);
        return maker.GenerateAsync(plan, model, output, progress, type, cancel);
    }

    public Task<PostProcessingResult> PostProcessAsync(
        string video, PostProcessing postProcessing, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        CancellationToken cancel = default) =>
        maker.PostProcessAsync(video, postProcessing, output, progress, cancel);

    private sealed class Resting(IProgress<GenerationProgress>? progress, CancellationToken cancel)
        : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value)
        {
            progress?.Report(value);
            if (value is { Stage: GenerationStage.Denoising, Step: > 1 })
                cancel.WaitHandle.WaitOne();
        }
    }
}
