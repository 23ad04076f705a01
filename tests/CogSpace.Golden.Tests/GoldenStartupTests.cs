namespace CogSpace.Golden.Tests;

public sealed class GoldenStartupTests
{
    [Theory]
    [InlineData(GoldenDevice.Variable, "toaster", "\"toaster\"")]
    [InlineData(GoldenDevice.Variable, "cuda:first", "\"cuda:first\"")]
    [InlineData(GoldenSet.Variable, "not-there", "There is no folder not-there.")]
    [InlineData(GoldenSet.Variable, ".", "has no case.json")]
    public async Task Start_ImpossibleChoice_EndsWithOneSentence(string variable, string value, string says)
    {
        var run = await GoldenRun.StartAsync(new Dictionary<string, string> { [variable] = value });

        Assert.NotEqual(0, run.ExitCode);
        string line = Assert.Single(run.Output.Trim().Split('\n'), line => line.StartsWith("error: ", StringComparison.Ordinal));
        Assert.Contains(says, line, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_CudaWithoutGpu_EndsWithOneSentence()
    {
        Assert.SkipWhen(cuda.is_available(), "This machine has a GPU.");

        var run = await GoldenRun.StartAsync(new Dictionary<string, string> { [GoldenDevice.Variable] = "cuda" });

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("error: No GPU was found", run.Output, StringComparison.Ordinal);
    }
}
