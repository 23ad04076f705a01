using System.Text;
using System.Text.Json;

namespace CogSpace.Pipeline.Tests.Native;

/// <summary>TorchSharp's native library as the build hands it on: build/LibTorchSharp.targets.</summary>
public sealed class LibTorchSharpTests : IDisposable
{
    // Flags of a required version, and the type and binding of a function: System V ABI, chapter 4; Linux Standard Base,
    // "Symbol Versioning".
    private static readonly (byte, byte) RequiredBecomesWeak = (0, 2), GlobalFunctionBecomesWeak = (0x12, 0x22);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Weakened_TheCopyDiffersInTwoFlags()
    {
        var (package, shipped) = await BuildAsync("-p:WeakenLibstdcxx=true");

        byte[] before = await File.ReadAllBytesAsync(package, TestContext.Current.CancellationToken);
        byte[] after = await File.ReadAllBytesAsync(shipped, TestContext.Current.CancellationToken);
        Assert.NotEqual(package, shipped);
        Assert.Equal(before.Length, after.Length);
        var changes = before.Zip(after).Where(bytes => bytes.First != bytes.Second);
        Assert.Equivalent(new[] { RequiredBecomesWeak, GlobalFunctionBecomesWeak }, changes, strict: true);
    }

    [Fact]
    public async Task ThePackagesOwnFile_IsShippedWhereTheSystemHasTheVersion()
    {
        var (package, shipped) = await BuildAsync();

        string[] places = ["/usr/lib/x86_64-linux-gnu/libstdc++.so.6", "/usr/lib64/libstdc++.so.6"];
        bool isNew = places
            .Where(File.Exists)
            .Any(library =>
                Encoding.Latin1.GetString(File.ReadAllBytes(library)).Contains("GLIBCXX_3.4.32\0", StringComparison.Ordinal)
            );
        Assert.Equal(isNew, shipped == package);
    }

    // Runs the one target, into a folder of its own.
    private async Task<(string Package, string Shipped)> BuildAsync(params string[] properties)
    {
        string project = Path.Combine(Repository.Root, "src", "CogSpace.Pipeline");
        byte[] json = await Programs.RunAsync(
            "dotnet",
            [
                "msbuild",
                project,
                "-t:AddLibTorchSharp",
                $"-p:IntermediateOutputPath={Path.GetRelativePath(project, _folder.FullPath)}/",
                "-getProperty:PkgTorchSharp",
                "-getProperty:LibTorchSharp",
                .. properties,
            ]
        );
        var found = JsonDocument.Parse(json).RootElement.GetProperty("Properties");
        string package = Path.Combine(
            found.GetProperty("PkgTorchSharp").GetString()!, "runtimes/linux-x64/native/libLibTorchSharp.so");
        return (Path.GetFullPath(package), Path.GetFullPath(found.GetProperty("LibTorchSharp").GetString()!, project));
    }
}
