using System.Reflection;
using System.Xml.Linq;

namespace CogSpace;

/// <summary>A project of src/, with the assembly that this test project was built with.</summary>
internal sealed record SourceProject(string Name, Assembly Assembly)
{
    /// <summary>Every project of src/. A new one must be referred to by the test project that asks.</summary>
    public static IReadOnlyList<SourceProject> All { get; } = Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "src"), "*.csproj", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .Select(file => new SourceProject(Path.GetFileNameWithoutExtension(file), Assembly.Load(AssemblyName(file))))
        .ToList();

    public static SourceProject Of(string name) => All.Single(project => project.Name == name);

    private static string AssemblyName(string projectFile) =>
        XDocument.Load(projectFile).Descendants("AssemblyName").FirstOrDefault()?.Value
        ?? Path.GetFileNameWithoutExtension(projectFile);
}
