using CogSpace.Verification;

namespace CogSpace.Golden;

/// <summary>Every case of the set, one test each: what the reference computed is what we compute.</summary>
[Trait("kind", "golden")]
public sealed class GoldenTests
{
    // The folder that COGSPACE_GOLDEN names, else tests/golden of this repository.
    private static readonly GoldenSet Set = GoldenSet.Open(
        Environment.GetEnvironmentVariable("COGSPACE_GOLDEN") is { Length: > 0 } folder ? folder : Path.Combine(Repository.Root, "tests", "golden"));

    private static readonly GoldenRunner Runner = new(Set, new GoldenOptions());

    public static TheoryData<string> Cases => [.. Set.Cases];

    [Theory, MemberData(nameof(Cases))]
    public void Case_MatchesReference(string name)
    {
        var result = Runner.Run(name);

        foreach (var (tensor, measure, deviation, allowed) in result.Comparisons)
            TestContext.Current.TestOutputHelper?.WriteLine($"{tensor}: {measure} deviation {deviation:g3}, allowed {allowed:g3}");
        foreach (string reason in result.PassedOver)
            TestContext.Current.TestOutputHelper?.WriteLine($"passed over: {reason}");
        Assert.True(result.Passed, result.Problem ?? result.LeftOut);
    }
}
