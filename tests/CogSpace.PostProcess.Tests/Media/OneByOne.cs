namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Tests of what the whole process shares, its environment and its memory: nothing else runs beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class OneByOne
{
    public const string Name = "one by one";
}
