namespace CogSpace.Pipeline.Tests;

/// <summary>Cancels as soon as a stage is reported.</summary>
internal sealed class CancelAt(GenerationStage stage, CancellationTokenSource cancel) : IProgress<GenerationProgress>
{
    public void Report(GenerationProgress value)
    {
        if (value.Stage == stage)
            cancel.Cancel();
    }
}
