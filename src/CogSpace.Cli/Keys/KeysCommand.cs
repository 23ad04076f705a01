using System.CommandLine;

namespace CogSpace.Cli.Keys;

/// <summary>cogspace keys: who may use the server from a program, and how much of it.</summary>
internal static class KeysCommand
{
    private const string Variable = "Data__Folder";
    private const string UsualFolder = "data";

    public static Command Create() => new("keys", "Makes, lists and revokes the keys by which programs use the server.")
    {
        CreateKeyCommand.Create(), ListKeysCommand.Create(), RevokeKeyCommand.Create(),
    };

    /// <summary>Where the keys are.</summary>
    public static Option<string?> DataOption { get; } = new("--data")
    {
        Description = $"The server's data folder. Default: {Variable}, else {UsualFolder}.",
        HelpName = "folder",
    };

    /// <summary>The file that is meant.</summary>
    public static ProgramKeyFile File(ParseResult arguments) => new(Path.GetFullPath(
        arguments.GetValue(DataOption) ?? Environment.GetEnvironmentVariable(Variable) ?? UsualFolder));
}
