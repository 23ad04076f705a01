using System.CommandLine;

namespace CogSpace.Cli.Keys;

/// <summary>cogspace keys create: a key that is shown once.</summary>
internal static class CreateKeyCommand
{
    private static readonly Argument<string> Name = new("name")
    {
        Description = "Who gets it. Videos belong to the name: a new key of the same name reaches them, too.",
    };

    private static readonly Option<int?> Concurrent = new Option<int?>("--concurrent")
    {
        Description = "Videos that may wait or be made at once. Default: as many as a visitor of the page may have waiting.",
        HelpName = "videos",
    }.Strict();

    private static readonly Option<int?> PerDay = new Option<int?>("--per-day")
    {
        Description = "Videos within 24 hours. Default: any number.",
        HelpName = "videos",
    }.Strict();

    private static readonly Option<TimeSpan?> Compute = new("--compute-per-day")
    {
        Description = "Time on the device within 24 hours, as hours:minutes:seconds. Default: as much as a visitor of the page.",
        HelpName = "time",
        CustomParser = result =>
        {
            if (PlainSetting.Duration(result.Tokens[0].Value) is { } time)
                return time;
            result.AddError(PlainSetting.Refusal(result.Tokens[0].Value, typeof(TimeSpan)));
            return null;
        },
    };

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "A model that it is for; may be given more than once. Default: every one on offer.",
        HelpName = "name",
    };

    private static readonly Option<int> Priority = new Option<int>("--priority")
    {
        Description = "How many times as much of the device it gets as other visitors while both have videos waiting, 1 to 100.",
        HelpName = "times",
        DefaultValueFactory = _ => 1,
    }.Strict();

    public static Command Create()
    {
        var command = new Command("create", """
            Makes a key and prints it. Only its hash is kept, so it cannot be shown again. A running server takes it at once.

            Examples:
              cogspace keys create alice
              cogspace keys create nightly --per-day 200 --compute-per-day 08:00:00 --model zai-org/CogVideoX-2b --priority 2
            """)
        {
            Name, Concurrent, PerDay, Compute, Models, Priority, KeysCommand.DataOption,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments))));
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        string key = ProgramKey.Draw();
        KeysCommand.File(arguments).Add(new ProgramKey
        {
            Name = arguments.GetValue(Name)!,
            Sha256 = ProgramKey.HashOf(key),
            ConcurrentJobs = arguments.GetValue(Concurrent),
            JobsPerDay = arguments.GetValue(PerDay),
            ComputePerDay = arguments.GetValue(Compute),
            Models = arguments.GetValue(Models) ?? [],
            Priority = arguments.GetValue(Priority),
        });
        Console.WriteLine(key);
    }
}
