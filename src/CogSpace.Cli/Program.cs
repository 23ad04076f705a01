using System.CommandLine;
using CogSpace.Cli;

var root = new RootCommand("CogSpace makes short videos from a prompt with CogVideoX models.")
{
    GenerateCommand.Create(),
};

var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    await Console.Error.WriteLineAsync($"{parsed.Errors[0].Message} Try \"cogspace {parsed.CommandResult.Command.Name} --help\".");
    return ExitCode.Usage;
}

return await parsed.InvokeAsync();
