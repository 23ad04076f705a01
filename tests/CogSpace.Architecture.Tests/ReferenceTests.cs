namespace CogSpace.Architecture.Tests;

/// <summary>Cli -> Generation -> Pipeline and PostProcess, which never see each other -> Core -> nothing but .NET itself.</summary>
public sealed class ReferenceTests
{
    // Beyond .NET itself. Cli hands Generation the options and requests of the projects below, hence names them.
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CogSpace.Core"] = [],
        ["CogSpace.Pipeline"] = ["CogSpace.Core", "TorchSharp"],
        ["CogSpace.PostProcess"] = ["CogSpace.Core", "FFMpegCore", "Instances", "OpenCvSharp", "Microsoft.ML.OnnxRuntime", "Google.Protobuf"],
        ["CogSpace.Generation"] = ["CogSpace.Core", "CogSpace.Pipeline", "CogSpace.PostProcess"],
        ["CogSpace.Cli"] = ["CogSpace.Core", "CogSpace.Pipeline", "CogSpace.PostProcess", "CogSpace.Generation", "System.CommandLine", "Spectre.Console"],
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
        Assert.Equal(["CogSpace.PostProcess"], Forbidden("CogSpace.Pipeline", ["CogSpace.Core", "TorchSharp", "CogSpace.PostProcess"]));
    }

    private static List<string> Forbidden(string project, IEnumerable<string> references) =>
        references.Where(name => !File.Exists(Path.Combine(RuntimeFolder, $"{name}.dll"))).Except(Allowed[project]).ToList();
}
