using System.Text.Json.Nodes;
using Xunit.Sdk;

namespace CogSpace.Golden.Tests;

/// <summary>The checks themselves: a case that is damaged, or that nothing looks at, has to fail.</summary>
public sealed class GoldenChecksTests : IDisposable
{
    private const string Case = "scheduler/tables";

    private readonly TemporaryFolder _folder = new();
    private readonly string _case;

    public GoldenChecksTests()
    {
        string source = Path.Combine([Repository.Root, "tests", "golden", "cases", .. Case.Split('/')]);
        _case = Directory.CreateDirectory(_folder[["cases", .. Case.Split('/')]]).FullName;
        foreach (string file in Directory.EnumerateFiles(source))
            File.Copy(file, Path.Combine(_case, Path.GetFileName(file)));
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Run_UnchangedCase_ComparesAndPasses() => Assert.NotEmpty(Run());

    [Fact]
    public void Run_OtherNumbersExpected_Fails()
    {
        Edit("expect.json", json =>
        {
            var timesteps = json["timesteps"]!.AsObject().First().Value!.AsObject().First().Value!.AsArray();
            timesteps[0] = timesteps[0]!.GetValue<int>() + 1;
        });

        Assert.ThrowsAny<XunitException>(Run);
    }

    [Fact]
    public void Run_TighterBound_NamesTheTensors()
    {
        Edit("case.json", json =>
        {
            foreach (var (_, bound) in json["tolerance"]!.AsObject())
                bound!["fp32_atol"] = -1;
        });

        var failure = Assert.ThrowsAny<XunitException>(Run);
        Assert.Contains("Too far from the reference:\nexpect.betas_", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_UnknownKind_Fails()
    {
        Edit("case.json", json => json["kind"] = "teapot");

        var failure = Assert.ThrowsAny<XunitException>(Run);
        Assert.Contains("Nothing checks cases of the kind \"teapot\"", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_TensorThatTheCheckOverlooks_Fails()
    {
        Edit("case.json", json => json["kind"] = "dynamic_cfg_table");
        Edit("expect.json", json => json["rows"] = new JsonArray());

        var failure = Assert.ThrowsAny<XunitException>(Run);
        Assert.Contains("Never compared: expect.", failure.Message, StringComparison.Ordinal);
    }

    private IReadOnlyList<GoldenComparison> Run()
    {
        using var golden = new GoldenCase(GoldenSet.Open(_folder.FullPath), Case, CPU);
        GoldenChecks.Run(golden);
        return golden.Comparisons;
    }

    private void Edit(string file, Action<JsonNode> change)
    {
        string path = Path.Combine(_case, file);
        var json = JsonNode.Parse(File.ReadAllText(path))!;
        change(json);
        File.WriteAllText(path, json.ToJsonString());
    }
}
