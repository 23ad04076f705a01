namespace CogSpace.Golden.Tests;

/// <summary>Every case of the set, one test each: what the reference computed is what this program computes.</summary>
[Trait("kind", "golden")]
public sealed class GoldenTests(ITestOutputHelper output)
{
    private static readonly GoldenSet Set = GoldenSet.OpenChosen();
    private static readonly Device Device = GoldenDevice.Choose();

    public static TheoryData<string> Cases => [.. Set.Cases];

    [Theory, MemberData(nameof(Cases))]
    public void Case_MatchesReference(string name)
    {
        using var golden = new GoldenCase(Set, name, Device);
        try
        {
            GoldenChecks.Run(golden);
        }
        finally
        {
            foreach (var comparison in golden.Comparisons)
                output.WriteLine(comparison.ToString());
            foreach (string reason in golden.PassedOver)
                output.WriteLine($"Passed over: {reason}");
        }
    }
}
