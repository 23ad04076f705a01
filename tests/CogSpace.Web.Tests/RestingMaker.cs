using CogSpace.Generation;

namespace CogSpace.Web.Tests;

/// <summary>
/// Makes videos as the program does and rests after each step: long enough to be looked at and interrupted, and without taking
/// the processor from other tests meanwhile.
/// </summary>
internal sealed class RestingMaker(IVideoMaker maker) : PassingMaker(maker)
{
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(100);

    public override Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default) =>
        base.GenerateAsync(plan, model, output, new RestingProgress(progress, cancel), type, cancel);

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
