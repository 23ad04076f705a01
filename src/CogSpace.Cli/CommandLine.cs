using System.CommandLine;
using System.CommandLine.Parsing;
using CogSpace.Cli.Convert;
using CogSpace.Cli.Inspect;
using CogSpace.Cli.Keys;
using CogSpace.Cli.Models;
using CogSpace.Cli.PostProcess;
using CogSpace.Cli.Provenance;
using CogSpace.Cli.Remote;
using CogSpace.Cli.Training;

namespace CogSpace.Cli;

/// <summary>Every command, and what is said of a line that none of them understands.</summary>
internal static class CommandLine
{
    public static RootCommand Create() => new("CogSpace makes short videos from a prompt with CogVideoX models.")
    {
        GenerateCommand.Create(),
        InvertCommand.Create(),
        TrainCommand.Create(),
        VaeCommand.Create(),
        UpscaleCommand.Create(),
        InterpolateCommand.Create(),
        RewriteCommand.Create(),
        ConvertCommand.Create(),
        InspectCommand.Create(),
        VerifyFileCommand.Create(),
        ModelsCommand.Create(),
        KeysCommand.Create(),
        CompletionCommand.Create(),
    };

    /// <param name="arguments">What follows "cogspace".</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunAsync(params string[] arguments)
    {
        var root = Create();
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            var words = new Stack<string>();
            for (
                SymbolResult? result = parsed.CommandResult;
                result is CommandResult { Command: var command } && command != root;
                result = result.Parent
            )
                words.Push(command.Name);
            string help = string.Join(' ', ["cogspace", .. words, "--help"]);
            string problem = parsed.UnmatchedTokens is [var unknown, ..]
                ? $"\"{unknown}\" is not known here."
                : parsed.Errors[0].Message;
            await Console.Error.WriteLineAsync($"{problem} Try \"{help}\".");
            return ExitCode.Usage;
        }

        var invocation = new InvocationConfiguration();
        if (ServerOptions.AreGiven(parsed))
            invocation.ProcessTerminationTimeout = RemoteVideo.Farewell * 2;
        if (TrainCommand.IsGiven(parsed))
            invocation.ProcessTerminationTimeout = TrainCommand.Farewell;
        return await parsed.InvokeAsync(invocation);
    }
}
