namespace CogSpace.Golden;

/// <summary>The fixture set: the folder that COGSPACE_GOLDEN names, else tests/golden of this repository.</summary>
internal static class GoldenSet
{
    public static string Root { get; } = Path.GetFullPath(
        Environment.GetEnvironmentVariable("COGSPACE_GOLDEN") is { Length: > 0 } folder ? folder : Path.Combine(Repository.Root, "tests", "golden"));

    /// <summary>Every folder of the set that holds a case, by its path below "cases".</summary>
    /// <exception cref="InvalidOperationException">There is none: nothing would be tested.</exception>
    public static IReadOnlyList<string> CaseNames()
    {
        string cases = Path.Combine(Root, "cases");
        var names = Directory.Exists(cases)
            ? Directory.EnumerateFiles(cases, "case.json", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(cases, Path.GetDirectoryName(file)!))
                .Order(StringComparer.Ordinal).ToList()
            : [];
        return names.Count > 0 ? names : throw new InvalidOperationException($"No golden case was found below {cases}.");
    }
}
