using System.CommandLine;

namespace CogSpace.Cli.Keys;

/// <summary>cogspace keys revoke: a key that counts no more.</summary>
internal static class RevokeKeyCommand
{
    private static readonly Argument<string> Name = new("name") { Description = "Whose key goes." };

    public static Command Create()
    {
        var command = new Command("revoke", """
            Removes a key. A running server refuses it at once. Videos that it asked for are made and kept as usual.

            Example:
              cogspace keys revoke alice
            """)
        {
            Name, KeysCommand.DataOption,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments))));
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        string name = arguments.GetValue(Name)!;
        KeysCommand.File(arguments).Remove(name);
        Console.WriteLine($"The key of {name} is revoked.");
    }
}
