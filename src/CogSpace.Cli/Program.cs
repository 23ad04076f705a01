using System.CommandLine;
using System.CommandLine.Parsing;
using CogSpace.Cli;
using CogSpace.Cli.Models;

var root = new RootCommand("CogSpace makes short videos from a prompt with CogVideoX models.")
{
    GenerateCommand.Create(),
    ModelsCommand.Create(),
    CompletionCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    var command = parsed.CommandResult.Command;
    string path = string.Join(' ', Names(parsed.CommandResult));
    string help = command == root ? "cogspace --help" : $"cogspace {path} --help";
    string problem = parsed.UnmatchedTokens is [var unknown, ..] ? $"\"{unknown}\" is not known here." : parsed.Errors[0].Message;
    await Console.Error.WriteLineAsync($"{problem} Try \"{help}\".");
    return ExitCode.Usage;
}

return await parsed.InvokeAsync();

// "models pull"
static IEnumerable<string> Names(CommandResult result) =>
    result.Parent is CommandResult parent ? [.. Names(parent), result.Command.Name] : [];
