namespace CogSpace.Cli;

/// <summary>Progress for logs and pipes: a line when a stage begins.</summary>
internal sealed class StageLines : IProgress<GenerationProgress>
{
    private GenerationStage? _stage;

    public void Report(GenerationProgress value)
    {
        if (value.Stage == _stage)
            return;
        _stage = value.Stage;
        Console.Error.WriteLine(StageNames.Of(value.Stage));
    }
}
