using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>cogspace models list: what is installed, what can be pulled, and what fits this machine.</summary>
internal static class ListCommand
{
    public static Command Create()
    {
        var command = new Command("list", """
            Lists the models of the models folder and of the cache, and those that can be pulled.

            Example:
              cogspace models list
            """)
        {
            ModelsCommand.CacheOption,
        };
        foreach (var option in ComputeOptions.OfPlace)
            command.Add(option);
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Run(arguments))));
        return command;
    }

    private static void Run(ParseResult arguments)
    {
        var options = ModelsCommand.Hub(arguments);
        using var generator = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = ModelsFolder.Default,
            Hub = options,
            Pipeline = ComputeOptions.ReadPlace(arguments),
        });
        var place = generator.SummarizeComputation();
        long? free = FreeMemory.On(place.Device);
        var installed = generator.Models.Installed();

        Console.WriteLine($"Installed in {ModelsFolder.Default} and {options.CacheFolder}:");
        TextTable.Write([["model", "makes", "size", "needs", "fits"], .. installed.Select(model => Row(model, generator, free))]);
        var weights = new HubCache(options.CacheFolder);
        var missing = PublishedModel.All.Where(model => installed.All(other => other.Name != model.Id)).ToList();
        Console.WriteLine("\nTo pull with: cogspace models pull ID");
        TextTable.Write([
            ["id", "makes", "size", "needs", "fits", "licence"],
            .. missing.Select(model => Row(model, weights, place, free)),
        ]);
        Console.WriteLine(
            $"\n\"needs\" is estimated, in {place.Type} on {place.Device} with the whole model in memory: for the " +
            "video that an installed model was made for; for the others all weights and a quarter more. " +
            $"{(free is { } bytes ? $"Free there: {ByteSize.Format(bytes)}." : "How much is free there could not be found out.")}"
        );
    }

    private static string[] Row(ModelInfo model, Generator generator, long? free)
    {
        string makes = model.Task == ModelTask.TextToVideo ? "text to video" : "image to video";
        try
        {
            var whole = generator.FitUsualVideo(model, free: null)!;
            return
            [
                model.Name,
                makes,
                ByteSize.Format(model.Bytes),
                ByteSize.Format(whole.Need),
                free is null ? "?" : Way(generator.FitUsualVideo(model, free)),
            ];
        }
        catch (CogSpaceException)
        {
            return [model.Name, makes, ByteSize.Format(model.Bytes), "damaged", ""];
        }
    }

    private static string[] Row(PublishedModel model, HubCache cache, ComputeSummary place, long? free)
    {
        long needs = model.MemoryIn(place);
        bool isThere = !model.IsVideoModel && cache.Find(new HubModelId(model.Id)) is not null;
        return
        [
            model.Id,
            model.Makes,
            isThere ? "in the cache" : ByteSize.Format(model.Bytes),
            needs == 0 ? "little" : ByteSize.Format(needs),
            free is null ? "?"
            : needs <= free ? "yes"
            : "not all at once",
            model.Licence,
        ];
    }

    private static string Way(MemoryChoice? way) => way switch
    {
        null => "no",
        { Mode: MemoryMode.Resident, Tiled: false } => "yes",
        _ => $"{way.Mode.ToString().ToLowerInvariant()}{(way.Tiled ? " with tiles" : "")}, {ByteSize.Format(way.Need)}",
    };
}
