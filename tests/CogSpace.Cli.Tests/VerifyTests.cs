using System.Text.Json;
using System.Text.Json.Nodes;

namespace CogSpace.Cli.Tests;

public sealed class VerifyTests : IDisposable
{
    private const string Case = "scheduler/tables";

    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Golden_CasesOfTheSet_PassWithALineEach()
    {
        var run = await CliRun.StartAsync("verify", "golden", Golden, "--only", Case);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches($"{Case}: worst .* allowed .*: passed", run.Output);
        Assert.Contains("1 passed, 0 failed, 0 left out", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Golden_OtherExpectation_FailsTheCaseAndTheCommand()
    {
        string cases = CopyOfCase();
        string expected = Path.Combine(cases, "expect.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(expected, TestContext.Current.CancellationToken))!;
        var spacing = json["timesteps"]!.AsObject().First().Value!.AsObject().First().Value!.AsArray();
        spacing[0] = spacing[0]!.GetValue<int>() + 1;
        await File.WriteAllTextAsync(expected, json.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("verify", "golden", _folder.FullPath);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains($"{Case}: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("FAILED", run.Output, StringComparison.Ordinal);
        Assert.Contains("0 passed, 1 failed", run.Output, StringComparison.Ordinal);
        Assert.Contains("1 case is not what the reference computed.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Golden_TighterBound_FailsTheCase()
    {
        string file = Path.Combine(CopyOfCase(), "case.json");
        var json = JsonNode.Parse(await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))!;
        foreach (var (_, bound) in json["tolerance"]!.AsObject())
            bound!["fp32_atol"] = -1;
        await File.WriteAllTextAsync(file, json.ToJsonString(), TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("verify", "golden", _folder.FullPath);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("too far from the reference: expect.betas_", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Golden_DamagedCase_FailsAlone()
    {
        await File.WriteAllTextAsync(Path.Combine(CopyOfCase(), "case.json"), "{", TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("verify", "golden", _folder.FullPath);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("0 passed, 1 failed", run.Output, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    [Fact]
    public async Task Golden_TypeThatNoCaseSpeaksOf_IsNotTakenForSuccess()
    {
        CopyOfCase();

        var run = await CliRun.StartAsync("verify", "golden", _folder.FullPath, "--type", "bfloat16");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("Nothing was compared", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no folder", "golden", "not-there")]
    [InlineData("is no set of cases", "golden", ".")]
    [InlineData("in its path", "golden", "GOLDEN", "--only", "teapot")]
    [InlineData("is no device", "golden", "GOLDEN", "--device", "toaster")]
    [InlineData("no number type", "golden", "GOLDEN", "--type", "int4")]
    [InlineData("4k + 1", "speed", "step", "--frames", "8")]
    [InlineData("multiples of 16", "speed", "step", "--width", "100")]
    [InlineData("1 to 200", "speed", "step", "--blocks", "100000")]
    [InlineData("1 to 4096", "speed", "decode", "--height", "1000000")]
    [InlineData("teapot", "speed", "teapot")]
    public async Task Verify_ImpossibleWords_ExitsWith2AndOneSentence(string says, params string[] words)
    {
        string[] real = [.. words.Select(word => word == "GOLDEN" ? Golden : word == "." ? _folder.FullPath : word)];
        var run = await CliRun.StartAsync(["verify", .. real]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.Trim().Split('\n'));
    }

    // Building refuses layers that are missing, misshapen or too many: that each network is built says that the published sizes are written down right.
    [Theory]
    [InlineData("step", "--size", "2b", "--blocks", "1")]
    [InlineData("step", "--size", "5b", "--blocks", "1")]
    [InlineData("text", "--blocks", "1")]
    [InlineData("decode")]
    public async Task Speed_EveryNetwork_IsBuiltAndTimed(string what, params string[] options)
    {
        var run = await CliRun.StartAsync(["verify", "speed", what, .. options, "--frames", "1", "--width", "16", "--height", "16", "--rounds", "1", "--device", "cpu", "--json"]);

        Assert.Equal(0, run.ExitCode);
        using var said = JsonDocument.Parse(run.Output);
        Assert.True(Assert.Single(said.RootElement.GetProperty("seconds").EnumerateArray()).GetDouble() > 0);
        Assert.True(said.RootElement.GetProperty("operations").GetDouble() > 1e6);
    }

    private string CopyOfCase()
    {
        string target = Directory.CreateDirectory(Path.Combine([_folder.FullPath, "cases", .. Case.Split('/')])).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine([Golden, "cases", .. Case.Split('/')])))
            File.Copy(file, Path.Combine(target, Path.GetFileName(file)));
        return target;
    }
}
