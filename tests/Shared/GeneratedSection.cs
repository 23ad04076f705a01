namespace CogSpace.Tests;

/// <summary>
/// A part of a page in docs/ that is generated from the program. It stands between
/// <c>&lt;!-- generated: NAME --&gt;</c> and <c>&lt;!-- end of NAME --&gt;</c>.
/// </summary>
internal static class GeneratedSection
{
    private const string Variable = "COGSPACE_WRITE_DOCS";

    /// <summary>Fails if a section differs from the program; rewrites it instead if COGSPACE_WRITE_DOCS is set.</summary>
    /// <param name="page">The page, such as docs/cli.md.</param>
    /// <param name="name">The section's name.</param>
    /// <param name="text">What has to stand there.</param>
    /// <param name="project">The project whose test asks, for the command in the message.</param>
    public static void AssertCurrent(string page, string name, string text, string project)
    {
        string path = Path.Combine(Repository.Root, page);
        string whole = File.ReadAllText(path);
        string start = $"<!-- generated: {name} -->\n", end = $"\n<!-- end of {name} -->";
        int from = whole.IndexOf(start, StringComparison.Ordinal), to = whole.IndexOf(end, StringComparison.Ordinal);
        Assert.True(from >= 0 && to > from, $"{page} has no section {start.Trim()} ... {end.Trim()}.");
        from += start.Length;
        if (Environment.GetEnvironmentVariable(Variable) == "1" && whole[from..to] != text)
            File.WriteAllText(path, whole[..from] + text + whole[to..]);
        else
            Assert.True(
                whole[from..to] == text,
                $"The section \"{name}\" of {page} is not what the program says. To update it, run: {Variable}=1 dotnet test " +
                $"tests/{project} --filter kind=docs. It should be:\n{text}");
    }

    /// <summary>As <see cref="AssertCurrent"/>, of a whole file.</summary>
    public static void AssertCurrentFile(string file, string text, string project)
    {
        string path = Path.Combine(Repository.Root, file);
        if (Environment.GetEnvironmentVariable(Variable) == "1")
            File.WriteAllText(path, text);
        string found = File.Exists(path) ? File.ReadAllText(path) : "";
        Assert.True(
            found == text,
            $"{file} is not what it is made from says. To write it again, run: {Variable}=1 dotnet test tests/{project} " +
            $"--filter kind=docs. {Difference(found, text)}");
    }

    private static string Difference(string found, string text)
    {
        string[] old = found.Split('\n'), now = text.Split('\n');
        int at = Enumerable.Range(0, Math.Min(old.Length, now.Length)).FirstOrDefault(line => old[line] != now[line], -1);
        return at < 0 ? "One is longer." : $"Line {at + 1} is \"{old[at]}\" and should be \"{now[at]}\".";
    }

    /// <summary>Text as a cell of a table.</summary>
    public static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).ReplaceLineEndings(" ");
}
