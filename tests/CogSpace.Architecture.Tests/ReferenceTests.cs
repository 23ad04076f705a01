using System.IO.Enumeration;

namespace CogSpace.Architecture.Tests;

/// <summary>
/// Web, Cli -> Generation -> Pipeline and PostProcess, which never see each other -> Core -> only .NET. Client, which Cli uses,
/// sees none of them.
/// </summary>
public sealed class ReferenceTests
{
    // Beyond .NET itself.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CogSpace.Client"] = [],
        ["CogSpace.Core"] = [],
        ["CogSpace.Pipeline"] = ["CogSpace.Core", "TorchSharp"],
        ["CogSpace.PostProcess"] =
        [
            "CogSpace.Core", "FFMpegCore", "Instances", "OpenCvSharp", "Microsoft.ML.OnnxRuntime", "Google.Protobuf",
            "System.Numerics.Tensors",
        ],
        ["CogSpace.Generation"] =
        [
            "CogSpace.Core", "CogSpace.Pipeline", "CogSpace.PostProcess",
            "OpenAI", "System.ClientModel", "System.Memory.Data",
            "Microsoft.Extensions.DependencyInjection.Abstractions", "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["CogSpace.Cli"] =
        [
            "CogSpace.Client", "CogSpace.Core", "CogSpace.Generation",
            "System.CommandLine", "Spectre.Console", "Microsoft.Extensions.Logging.Abstractions",
        ],
        ["CogSpace.Web"] =
        [
            "CogSpace.Core", "CogSpace.Generation",
            "Radzen.Blazor", "AnyAscii", "OpenTelemetry*", "System.Threading.RateLimiting",
            "Microsoft.AspNetCore*", "Microsoft.Extensions.*", "Microsoft.JSInterop", "Microsoft.Net.Http.Headers",
            "Microsoft.OpenApi", "Scalar.AspNetCore",
        ],
    };

    private static readonly string RuntimeFolder = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    public static TheoryData<string> Projects => [.. SourceProject.All.Select(project => project.Name)];

    [Theory, MemberData(nameof(Projects))]
    public void References_AreOnlyTheAllowed(string project)
    {
        Assert.True(Allowed.ContainsKey(project), $"{project} is new: say here what it may refer to.");

        var references = SourceProject.Of(project).Assembly.GetReferencedAssemblies().Select(reference => reference.Name!);
        var forbidden = Forbidden(project, references);

        Assert.True(forbidden.Count == 0, $"{project} may not refer to {string.Join(", ", forbidden)}.");
    }

    [Fact]
    public void Forbidden_FindsWhatIsNotAllowed()
    {
        Assert.Equal(["TorchSharp"], Forbidden("CogSpace.Core", ["System.Runtime", "System.Text.Json", "TorchSharp"]));
        Assert.Equal(
            ["CogSpace.PostProcess"], Forbidden("CogSpace.Pipeline", ["CogSpace.Core", "TorchSharp", "CogSpace.PostProcess"]));
        Assert.Equal(
            ["CogSpace.Pipeline", "CogSpace.PostProcess"],
            Forbidden("CogSpace.Cli", ["CogSpace.Core", "CogSpace.Generation", "CogSpace.Pipeline", "CogSpace.PostProcess"]));
        Assert.Equal(
            ["FFMpegCore"],
            Forbidden("CogSpace.Web", ["Microsoft.AspNetCore", "Microsoft.AspNetCore.Routing", "Radzen.Blazor", "FFMpegCore"]));
    }

    private static List<string> Forbidden(string project, IEnumerable<string> references) => references
        .Where(name => !File.Exists(Path.Combine(RuntimeFolder, $"{name}.dll")))
        .Where(name => !Allowed[project].Any(pattern => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false)))
        .ToList();
}
