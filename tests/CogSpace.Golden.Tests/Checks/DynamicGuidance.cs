using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Guidance that varies from step to step.</summary>
internal static class DynamicGuidance
{
    private const double Tolerance = 1e-7;    // relative

    public static void Check(GoldenCase golden)
    {
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            double expected = row[3].GetDouble();
            double actual = new Guidance(row[0].GetDouble(), Dynamic: true, row[1].GetInt32()).At(row[2].GetInt32());
            Assert.InRange(actual, expected - (Tolerance * expected), expected + (Tolerance * expected));
        }
    }
}
