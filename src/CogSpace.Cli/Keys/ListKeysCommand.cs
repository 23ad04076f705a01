using System.CommandLine;
using System.Globalization;
using CogSpace.Cli.Models;

namespace CogSpace.Cli.Keys;

/// <summary>cogspace keys list: who has a key, and what for.</summary>
internal static class ListKeysCommand
{
    public static Command Create()
    {
        var command = new Command("list", """
            Lists the keys that cogspace keys create has made. Those of the server's settings are not among them.

            Example:
              cogspace keys list
            """)
        {
            KeysCommand.DataOption,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments))));
        return command;
    }

    private static void Run(ParseResult arguments) => TextTable.Write(
    [
        ["name", "concurrent", "per day", "compute per day", "priority", "models"],
        .. KeysCommand.File(arguments).Read().Select(key => (string[])
        [
            key.Name, Text(key.ConcurrentJobs), Text(key.JobsPerDay), Text(key.ComputePerDay), Text(key.Priority),
            key.Models.Count == 0 ? "all" : string.Join(", ", key.Models),
        ]),
    ]);

    private static string Text(IFormattable? value) => value?.ToString(null, CultureInfo.InvariantCulture) ?? "-";
}
