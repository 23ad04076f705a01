namespace CogSpace.Portable.Tests.Signatures;

/// <summary>The lines of an official package, and what of other lines is not among them.</summary>
internal sealed class OfficialList(IEnumerable<string> lines)
{
    private readonly HashSet<string> _lines = lines.Where(line => line.Length > 0 && line[0] != '#').ToHashSet(StringComparer.Ordinal);

    public int Count => _lines.Count;

    /// <exception cref="FileNotFoundException">There is no list of that package and version.</exception>
    public static OfficialList Read(OfficialPackage package) => File.Exists(package.ListFile)
        ? new OfficialList(File.ReadLines(package.ListFile))
        : throw new FileNotFoundException($"{package.Name} {package.Version} is used, but there is no {Path.GetFileName(package.ListFile)}; the README beside the lists tells how to write one.", package.ListFile);

    /// <returns>One complaint for every line that the package does not have, with the official lines that begin most like it.</returns>
    public IReadOnlyList<string> Complaints(IEnumerable<string> lines) =>
        lines.Where(line => !_lines.Contains(line)).Distinct().Select(line => $"{line}\n{string.Concat(Nearest(line).Select(near => $"    official: {near}\n"))}").ToList();

    private IEnumerable<string> Nearest(string line) => _lines
        .OrderByDescending(other => other.AsSpan().CommonPrefixLength(line))
        .ThenBy(other => other, StringComparer.Ordinal)
        .Take(3);
}
