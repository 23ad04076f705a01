using CogSpace.Generation;

namespace CogSpace.Web.Tests.Browser;

/// <summary>Makes videos as the program does, except those whose prompts ask for something else.</summary>
internal sealed class StagedMaker(IVideoMaker maker) : PassingMaker(maker)
{
    /// <summary>In the prompt of a video that stops half way, until somebody cancels it.</summary>
    public const string Rests = "on a black background";

    /// <summary>In the prompt of a video that fails.</summary>
    public const string Fails = "on a green background";

    public override Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default)
    {
        if (plan.Request.Prompt.Contains(Fails, StringComparison.Ordinal))
            throw new CogSpaceException("There is not enough memory to enlarge a frame of 96 x 64 pixels.");
        if (plan.Request.Prompt.Contains(Rests, StringComparison.Ordinal))
            progress = new Resting(progress, cancel);
        return base.GenerateAsync(plan, model, output, progress, type, cancel);
    }

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
