namespace CogSpace.Cli;

/// <summary>Progress for logs and pipes: a line when a stage begins.</summary>
internal sealed class StageLines : IProgress<GenerationProgress>
{
    private readonly HashSet<GenerationStage> _begun = [];

    public void Report(GenerationProgress value)
    {
        if (_begun.Add(value.Stage))        // decoding and what is done to its frames take turns
            Console.Error.WriteLine(StageNames.Of(value.Stage));
    }
}
