using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace CogSpace.Benchmarks;

/// <summary>
/// The tables of a run: printed as they come, and put into docs/performance.md in the place of those of the run before.
/// </summary>
internal sealed class Report(BenchOptions options)
{
    private const string Page = "docs/performance.md";

    public static string Root { get; } =
        typeof(Report)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;

    /// <param name="name">The benchmark's word.</param>
    /// <param name="work">Writes its table to the console.</param>
    public async Task RunAsync(string name, Func<Task> work)
    {
        var kept = new StringBuilder();
        var console = Console.Out;
        string quick = options.Quick ? " --quick" : "";
        Console.SetOut(new Tee(console, kept));
        var clock = Stopwatch.StartNew();
        try
        {
            Console.WriteLine($"`./cogspace bench {name}{quick}`: {Machine.Describe()}.");
            Console.WriteLine();
            await work();
            Console.WriteLine();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Took {clock.Elapsed.TotalMinutes:0.0} minutes."));
        }
        finally
        {
            Console.SetOut(console);
        }

        Console.WriteLine();
        if (options is { Write: true, Part: null })      // a part would take the place of the whole
            Put(name, kept.ToString().Trim());
    }

    // Between the benchmark's own two comments; where there are none yet, at the end.
    private static void Put(string name, string text)
    {
        string path = Path.Combine(Root, Page), begin = $"<!-- bench {name} -->", end = $"<!-- end of bench {name} -->";
        string page = File.ReadAllText(path), block = $"{begin}\n{text}\n{end}";
        int from = page.IndexOf(begin, StringComparison.Ordinal), to = page.IndexOf(end, StringComparison.Ordinal);
        page = from >= 0 && to > from ? $"{page[..from]}{block}{page[(to + end.Length)..]}" : $"{page.TrimEnd()}\n\n{block}\n";
        File.WriteAllText($"{path}.new", page);
        File.Move($"{path}.new", path, overwrite: true);
    }

    private sealed class Tee(TextWriter console, StringBuilder kept) : TextWriter
    {
        public override Encoding Encoding => console.Encoding;

        public override void Write(char value)
        {
            console.Write(value);
            kept.Append(value);
        }

        public override void Flush() => console.Flush();
    }
}
