namespace CogSpace.Benchmarks.Networks;

/// <summary>Which of the published models a network is as wide as.</summary>
internal enum ModelSize
{
    TwoB,
    FiveB,
}
