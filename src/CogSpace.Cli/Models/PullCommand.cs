using System.CommandLine;
using System.CommandLine.Completions;
using CogSpace.Generation;
using CogSpace.Generation.Hub;

namespace CogSpace.Cli.Models;

/// <summary>cogspace models pull: a model comes from a hub into the cache.</summary>
internal static class PullCommand
{
    private static readonly Argument<string> Model = new("id")
    {
        Description = "The model, with a branch, tag or commit if not main: zai-org/CogVideoX-2b@main.",
        HelpName = "id[@revision]",
    };

    private static readonly Option<string[]> Files = new("--file")
    {
        Description = "Only this file; may be given more than once. Default: those that the model is loaded from.",
        HelpName = "name",
    };

    private static readonly Option<string?> Endpoint = new("--endpoint")
    {
        Description = "Another hub. Default: HF_ENDPOINT, else https://huggingface.co.",
        HelpName = "address",
    };

    public static Command Create()
    {
        var command = new Command("pull", """
            Fetches a model from a hub. What is there is not fetched again; what was interrupted goes on.
            Private and gated models need a token in HF_TOKEN.

            Examples:
              cogspace models pull zai-org/CogVideoX-2b
              cogspace models pull zai-org/CogVideoX-5b@refs/pr/1
              cogspace models pull AlexWortega/RIFE --file flownet.pkl
            """)
        {
            Model, Files, Endpoint, ModelsCommand.CacheOption,
        };
        Model.CompletionSources.Add(_ => PublishedModel.All.Select(model => new CompletionItem(model.Id)));
        command.SetAction(
            (arguments, cancel) =>
                Failures.ExplainAsync(
                    () => RunAsync(arguments, cancel),
                    "Interrupted; what has come through is kept, and pulling again goes on from there.")
        );
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        var id = HubModelId.Parse(arguments.GetValue(Model)!);
        var options = ModelsCommand.Hub(arguments);
        if (arguments.GetValue(Endpoint) is { } address)
            options = options with { Endpoint = HubOptions.ParseEndpoint(address, "--endpoint") };
        if (PublishedModel.Find(id.Name) is { } known)
            await Console.Error.WriteLineAsync(
                $"{known.Id}: {known.Makes}, {ByteSize.Format(known.Bytes)}; licence: {known.Licence}");

        using var hub = new ModelHub(options);
        Task<CachedModel> Pull(IProgress<PullProgress> progress) =>
            hub.PullAsync(id, arguments.GetValue(Files) ?? [], progress, cancel);
        var model = await (Console.IsErrorRedirected ? Pull(new PullLines()) : PullBar.ShowAsync(id.ToString(), Pull));
        await Console.Error.WriteLineAsync($"{id} is complete (commit {model.Commit}).");
        Console.WriteLine(model.Folder);
    }
}
