namespace CogSpace.Golden.Tests;

/// <summary>A folder of cases that the reference computed.</summary>
internal sealed class GoldenSet
{
    public const string Variable = "COGSPACE_GOLDEN";

    private const string CasesFolder = "cases";

    private GoldenSet(string folder, IReadOnlyList<string> cases) => (Folder, Cases) = (folder, cases);

    /// <summary>Models and other files that cases name are below it.</summary>
    public string Folder { get; }

    /// <summary>Every folder of the set that holds a case, by its path below "cases".</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <summary>Opens the set that COGSPACE_GOLDEN names, else tests/golden of this repository.</summary>
    public static GoldenSet OpenChosen() => Open(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder
            ? folder
            : Path.Combine(Repository.Root, "tests", "golden"));

    /// <exception cref="InvalidRequestException">There is no such folder, or it has no cases.</exception>
    public static GoldenSet Open(string folder)
    {
        if (!Directory.Exists(folder))
            throw new InvalidRequestException($"There is no folder {folder}.");
        string cases = Path.Combine(folder, CasesFolder);
        var names = Directory.Exists(cases)
            ? Directory.EnumerateFiles(cases, "case.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(cases, Path.GetDirectoryName(file)!))
                .Order(StringComparer.Ordinal).ToList()
            : [];
        return names.Count > 0
            ? new GoldenSet(Path.GetFullPath(folder), names)
            : throw new InvalidRequestException($"{folder} has no cases: its folder \"{CasesFolder}\" has no case.json.");
    }

    public string FolderOf(string name) => Path.Combine(Folder, CasesFolder, name);
}
