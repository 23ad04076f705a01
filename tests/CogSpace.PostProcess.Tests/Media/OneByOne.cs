namespace CogSpace.PostProcess.Tests.Media;

/// <summary>
/// Tests that start programs run one after the other, and nothing else beside them: they change the PATH and write scripts
/// that are run at once.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneByOne
{
    public const string Name = "media";
}
