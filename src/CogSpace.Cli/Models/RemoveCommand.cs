using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>cogspace models remove: a pulled model goes, and its place on the disk is free.</summary>
internal static class RemoveCommand
{
    private static readonly Argument<string> Model = new("id") { Description = "A model in the cache; all revisions of it go." };

    public static Command Create()
    {
        var command = new Command("remove", """
            Deletes a pulled model from the cache, which other programs may share. Folders in the models folder are yours to delete.

            Example:
              cogspace models remove zai-org/CogVideoX-2b
            """)
        {
            Model, ModelsCommand.CacheOption,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments))));
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        var id = HubModelId.Parse(arguments.GetValue(Model)!);
        long freed = new HubCache(ModelsCommand.Hub(arguments).CacheFolder).Remove(id);
        Console.WriteLine($"{id} is removed; {ByteSize.Format(freed)} are free again.");
    }
}
