using System.Text.RegularExpressions;

namespace CogSpace.Architecture.Tests;

public partial class LineLengthTests
{
    private const int Most = 130;
    private const string RawQuotes = "\"\"\"";

    [Fact]
    public void Lines_AreAtMost130Characters()
    {
        string[] folders = ["src", "tests", "benchmarks", "build"];
        var tooLong = folders
            .Select(folder => Path.Combine(Repository.Root, folder))
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor")
            .Where(file => !Generated().IsMatch(file))
            .SelectMany(LongLines)
            .ToList();
        Assert.True(tooLong.Count == 0, $"Lines of more than {Most} characters:\n{string.Join('\n', tooLong)}");
    }

    [Theory]
    [InlineData(130, false)]
    [InlineData(131, true)]
    public void LongLines_AreFound(int length, bool found)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["a.cs"], $"// {new string('a', length - 5)} b\n");
        Assert.Equal(found, LongLines(folder["a.cs"]).Any());
    }

    // Text that cannot be broken is left alone: raw and verbatim strings, and literals without a space.
    private static IEnumerable<string> LongLines(string file)
    {
        bool isRaw = false;
        int number = 0;
        foreach (string line in File.ReadLines(file))
        {
            number++;
            bool wasRaw = isRaw;
            isRaw ^= line.Split(RawQuotes).Length % 2 == 0;
            if (line.Length > Most && !wasRaw && !isRaw && !Unbreakable().IsMatch(line))
                yield return $"{Path.GetRelativePath(Repository.Root, file)}:{number}";
        }
    }

    [GeneratedRegex(@"/(bin|obj|node_modules)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"@""|^\s*(return |\[InlineData\()?\$?""[^ ]*""\S*(,.*)?$|""""""")]
    private static partial Regex Unbreakable();
}
