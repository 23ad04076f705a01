using System.CommandLine;
using System.Globalization;
using CogSpace.Pipeline;
using CogSpace.Verification;

namespace CogSpace.Cli.Verify;

/// <summary>cogspace verify golden: every case of a folder against the code, on the device that is named.</summary>
internal static class VerifyGoldenCommand
{
    private static readonly Argument<string> Folder = new("folder") { Description = "A set of cases with what the reference computed, such as tests/golden of the repository." };

    private static readonly Option<string> Device = new("--device") { Description = "cpu, cuda or cuda:n. The small networks that enlarge and interpolate compute on the CPU all the same.", DefaultValueFactory = _ => "cpu" };

    private static readonly Option<ComputeType> Type = new("--type")
    {
        Description = "float32 or bfloat16: only what a case says about this type. Default: each case in its own type, and networks in bfloat16 too.",
        HelpName = "type",
        CustomParser = result => TypeNames.Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<string?> Only = new("--only") { Description = "Only cases whose path contains this.", HelpName = "text" };

    public static Command Create()
    {
        var command = new Command("golden", """
            Computes every case of a folder and compares with what the reference computed, within the bounds that the cases state. On a GPU float32 is computed without TF32.

            Examples:
              cogspace verify golden tests/golden
              cogspace verify golden tests/golden --device cuda --type bfloat16
            """)
        {
            Folder, Device, Type, Only,
        };
        command.SetAction((arguments, cancel) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments, cancel), cancel), "Interrupted; the cases that follow were not computed."));
        return command;
    }

    private static void Run(ParseResult arguments, CancellationToken cancel)
    {
        var set = GoldenSet.Open(arguments.GetValue(Folder)!);
        var runner = new GoldenRunner(set, new GoldenOptions { Device = arguments.GetValue(Device)!, Type = arguments.GetValue(Type) });
        var names = arguments.GetValue(Only) is { } part ? [.. set.Cases.Where(name => name.Contains(part, StringComparison.Ordinal))] : set.Cases;
        if (names.Count == 0)
            throw new InvalidRequestException($"No case of {set.Folder} has \"{arguments.GetValue(Only)}\" in its path.");

        var results = new List<GoldenResult>();
        foreach (string name in names)
        {
            cancel.ThrowIfCancellationRequested();
            results.Add(runner.Run(name));
            Console.WriteLine(Line(results[^1]));
        }

        int passed = results.Count(result => result.Passed), leftOut = results.Count(result => result.LeftOut is not null);
        int failed = results.Count - passed - leftOut;
        Console.WriteLine($"{passed} passed, {failed} failed, {leftOut} left out");
        if (failed > 0)
            throw new CogSpaceException(failed == 1 ? "1 case is not what the reference computed." : $"{failed} cases are not what the reference computed.");
        if (passed == 0)
            throw new CogSpaceException("Nothing was compared: no case says anything about this type.");
    }

    // "transformer/t2v: worst 1.2E-06 of 1E-05 allowed (expect.sample, max): passed"
    private static string Line(GoldenResult result)
    {
        if (result.LeftOut is { } reason)
            return $"{result.Case}: left out, {reason}";
        string measured = result.Worst is { } worst
            ? string.Create(CultureInfo.InvariantCulture, $"worst {worst.Deviation:g3} of {worst.Allowed:g3} allowed ({worst.Name}, {worst.Measure})")
            : "equal, no tensor to measure";
        return result.Passed ? $"{result.Case}: {measured}: passed" : $"{result.Case}: {(result.Worst is null ? "" : $"{measured}: ")}FAILED, {result.Problem}";
    }
}
