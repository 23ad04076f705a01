using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>cogspace models verify: every byte in the cache against its hash.</summary>
internal static class VerifyCommand
{
    private static readonly Argument<string?> Model = new("id")
    {
        Description = "A model in the cache. Default: all of them.",
        Arity = ArgumentArity.ZeroOrOne,
        HelpName = "id[@revision]",
    };

    public static Command Create()
    {
        var command = new Command("verify", """
            Reads every file of a pulled model and compares with the hashes that the hub gave. Damaged files are deleted, so that pulling again mends the model.

            Examples:
              cogspace models verify
              cogspace models verify zai-org/CogVideoX-2b
            """)
        {
            Model, ModelsCommand.CacheOption,
        };
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(() => RunAsync(arguments, cancel), "Interrupted; nothing was changed by that.")
        );
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var options = ModelsCommand.Hub(arguments);
        var cache = new HubCache(options.CacheFolder);
        var models = arguments.GetValue(Model) is { } name ? [Find(cache, HubModelId.Parse(name))] : cache.Models();
        if (models.Count == 0)
            await Console.Error.WriteLineAsync($"There is no model in {options.CacheFolder}.");

        bool isWell = true;
        foreach (var model in models)
        {
            var problems = await cache.VerifyAsync(
                model, file => Console.Error.WriteLine($"{model.Id}: {file}"), cancel);
            foreach (string problem in problems)
                await Console.Error.WriteLineAsync(problem);
            Console.WriteLine(
                problems.Count == 0
                    ? $"{model.Id}: all is well"
                    : $"{model.Id}: not whole; to mend it: cogspace models pull {model.Id}"
            );
            isWell &= problems.Count == 0;
        }

        if (!isWell)
            throw new CogSpaceException("Not every model is whole.");
    }

    private static CachedModel Find(HubCache cache, HubModelId id) =>
        cache.Find(id) ?? throw new CogSpaceException($"{id} is not in the cache {cache.Folder}.");
}
