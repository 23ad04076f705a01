using System.Reflection;
using System.Runtime.Loader;
using System.Xml.Linq;

namespace CogSpace.Portable.Tests.Signatures;

public sealed class OfficialListTests
{
    private static readonly OfficialList Small = new(
    [
        "# a comment",
        "N.T : sealed class",
        "N.T.scale(float factor = 1) : static N.T",
        "N.T.scale(double factor) : static N.T",
        "N.U : sealed class",
    ]);

    [Fact]
    public void Count_LeavesOutComments() => Assert.Equal(4, Small.Count);

    [Fact]
    public void Complaints_OfOfficialLines_AreNone() => Assert.Empty(Small.Complaints(["N.T : sealed class", "N.T.scale(double factor) : static N.T"]));

    [Theory]
    [InlineData("N.T.scale(float factor = 2) : static N.T")] // another default
    [InlineData("N.T.scale(float amount = 1) : static N.T")] // another name
    [InlineData("N.T.scale(float factor = 1) : N.T")] // not static
    [InlineData("N.T.scales(float factor = 1) : static N.T")] // a member that is not there
    public void Complaints_OfAnotherLine_NameItAndTheNearest(string line)
    {
        string complaint = Assert.Single(Small.Complaints([line, "N.T : sealed class"]));

        Assert.StartsWith(line, complaint, StringComparison.Ordinal);
        Assert.Contains("official: N.T.scale(float factor = 1) : static N.T", complaint, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OfAVersionWithoutAList_Throws()
    {
        var e = Assert.Throws<FileNotFoundException>(() => OfficialList.Read(new OfficialPackage("TorchSharp", "0.0.1", "", "")));

        Assert.Contains("TorchSharp-0.0.1.txt", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Versions_AreThoseThatTheOfficialFlavourRestores()
    {
        var versions = XDocument.Load(Path.Combine(Repository.Root, "Directory.Packages.props"))
            .Descendants("PackageVersion").ToDictionary(p => p.Attribute("Include")!.Value, p => p.Attribute("Version")!.Value);

        foreach (var package in OfficialPackage.All.Where(p => p.Name != "Instances")) // comes with FFMpegCore
            Assert.Contains(versions, v => v.Key.StartsWith(package.Name, StringComparison.Ordinal) && v.Value == package.Version);
    }

    /// <summary>Not a check: writes the lists anew from the official assemblies, as the README beside this file tells.</summary>
    [Fact]
    public void WriteList()
    {
        string? folder = Environment.GetEnvironmentVariable("COGSPACE_OFFICIAL");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), "COGSPACE_OFFICIAL names no folder of official assemblies.");

        var context = new AssemblyLoadContext("official");
        context.Resolving += (_, name) => Path.Combine(folder, $"{name.Name}.dll") is var file && File.Exists(file) ? context.LoadFromAssemblyPath(file) : null;
        foreach (var package in OfficialPackage.All)
        {
            string file = Path.GetFullPath(Path.Combine(folder, $"{package.Name}.dll"));
            if (File.Exists(file))
                File.WriteAllText(package.ListFile, Text(package, context.LoadFromAssemblyPath(file)));
        }
    }

    private static string Text(OfficialPackage package, Assembly assembly) => $"""
        # The public API of {package.Name} {package.Version}: {package.Repository} at {package.Revision}.
        # One line for each type, base type, interface, member and accessor: what source code can depend on.
        # Not said: nullability of reference types, virtual, abstract; overrides; types that no video pipeline needs.
        # Written by OfficialListTests.WriteList; see README.md.
        {string.Join('\n', SignatureFormat.LinesOf(assembly.GetExportedTypes().Where(OfficialPackage.Lists)))}

        """;
}
