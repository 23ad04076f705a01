using System.CommandLine;
using CogSpace.Cli;

var root = new RootCommand("CogSpace makes short videos from a prompt with CogVideoX models.")
{
    GenerateCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    var command = parsed.CommandResult.Command;
    string help = command == root ? "cogspace --help" : $"cogspace {command.Name} --help";
    string problem = parsed.UnmatchedTokens is [var unknown, ..] ? $"\"{unknown}\" is not known here." : parsed.Errors[0].Message;
    await Console.Error.WriteLineAsync($"{problem} Try \"{help}\".");
    return ExitCode.Usage;
}

return await parsed.InvokeAsync();
