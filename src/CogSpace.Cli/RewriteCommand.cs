using System.CommandLine;
using CogSpace.Generation.Rewriting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Cli;

/// <summary>cogspace rewrite: a short idea becomes a prompt with more detail.</summary>
internal static class RewriteCommand
{
    private static readonly Argument<string> Prompt = new("prompt")
    {
        Description = "What the video should show, in any language.",
    };

    private static readonly Option<PromptPurpose> Purpose = new("--for")
    {
        Description = "What the video is made from: prompt, image or video.",
        HelpName = "source",
        DefaultValueFactory = _ => PromptPurpose.Video,
        CustomParser = result => Parse(result.Tokens[0].Value, result.AddError),
    };

    public static Command Create()
    {
        var command = new Command("rewrite", """
            Asks a language model to rewrite a prompt, and prints the result: one line, short enough for the video model.
            OPENAI_API_KEY or Rewriter__BaseUrl in the environment say which language model.

            Examples:
              OPENAI_API_KEY=... cogspace rewrite "a fox in the snow" --model zai-org/CogVideoX-2b
              Rewriter__BaseUrl=http://localhost:11434/v1 Rewriter__Model=llama3.2 cogspace rewrite "she smiles" --for image
            """)
        {
            Prompt, Purpose, ComputeOptions.OfModel,
        };
        command.SetAction((arguments, cancel) => Failures.ExplainAsync(
            async () => Console.WriteLine(await RewriteAsync(arguments, cancel)), "Interrupted."));
        return command;
    }

    private static async Task<string> RewriteAsync(ParseResult arguments, CancellationToken cancel)
    {
        string prompt = arguments.GetValue(Prompt)!.Trim();
        if (prompt.Length == 0)
            throw new InvalidRequestException("The prompt is empty: write a few words to begin with.");
        using var rewriter = new PromptRewriter(
            RewriterEnvironment.Read(Environment.GetEnvironmentVariable), NullLogger<PromptRewriter>.Instance);
        if (rewriter.Host is null)
            throw new InvalidRequestException(
                "No language model is set. Set OPENAI_API_KEY, or Rewriter__BaseUrl to a server with OpenAI's chat " +
                "interface, such as http://localhost:11434/v1, and Rewriter__Model to a model that it has.");

        var purpose = arguments.GetValue(Purpose);
        var model = ComputeOptions.ReadModel(
            arguments, purpose == PromptPurpose.VideoFromPicture ? ModelTask.ImageToVideo : ModelTask.TextToVideo);
        var brief = PromptBrief.For(purpose, model.Name, (model.TokenLimit, model.CountTokens));
        try
        {
            return await rewriter.RewriteAsync("terminal", prompt, brief, cancel);
        }
        catch (RewriterException e) when (e.Remedy is { } remedy)
        {
            throw new RewriterException($"{e.Message} {remedy}", e);
        }
    }

    private static PromptPurpose Parse(string text, Action<string> fail)
    {
        switch (text)
        {
            case "prompt":
                return PromptPurpose.Video;
            case "image":
                return PromptPurpose.VideoFromPicture;
            case "video":
                return PromptPurpose.VideoFromVideo;
            default:
                fail($"\"{text}\" is not a valid source: use prompt, image or video.");
                return PromptPurpose.Video;
        }
    }
}
