namespace CogSpace.Verification;

/// <summary>A folder of cases that the reference computed.</summary>
public sealed class GoldenSet
{
    private const string CasesFolder = "cases";

    private GoldenSet(string folder, IReadOnlyList<string> cases) => (Folder, Cases) = (folder, cases);

    /// <summary>Models and other files that cases name lie below it.</summary>
    public string Folder { get; }

    /// <summary>Every folder of the set that holds a case, by its path below "cases".</summary>
    public IReadOnlyList<string> Cases { get; }

    /// <exception cref="InvalidRequestException">There is no such folder, or no case in it: nothing would be compared.</exception>
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
            : throw new InvalidRequestException($"{folder} is no set of cases: there is no case.json below its folder \"{CasesFolder}\".");
    }

    internal string FolderOf(string name) => Path.Combine(Folder, CasesFolder, name);
}
