using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Generation.Hub;
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

    private static readonly Option<PromptPurpose?> Purpose = new("--for")
    {
        Description = "What the video is made from: prompt, image or video. Default: image with --image, else prompt.",
        HelpName = "source",
        CustomParser = result => Parse(result.Tokens[0].Value, result.AddError),
    };

    private static readonly Option<string?> Image = new("--image")
    {
        Description =
            "The picture that the video begins with: PNG, JPEG, WebP, BMP or GIF. It is sent to the language model, small, if " +
            "that takes pictures.",
        HelpName = "file",
    };

    public static Command Create()
    {
        var command = new Command("rewrite", """
            Asks a language model to rewrite a prompt, and prints the result: one line, short enough for the video model.
            OPENAI_API_KEY or Rewriter__BaseUrl in the environment say which language model.

            Examples:
              OPENAI_API_KEY=... cogspace rewrite "a fox in the snow" --model zai-org/CogVideoX-2b
              Rewriter__BaseUrl=http://localhost:11434/v1 Rewriter__Model=llama3.2 cogspace rewrite "she smiles" --image her.png
            """)
        {
            Prompt, Purpose, Image, ComputeOptions.OfModel,
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
        string? image = arguments.GetValue(Image);
        var purpose = arguments.GetValue(Purpose)
            ?? (image is null ? PromptPurpose.Video : PromptPurpose.VideoFromPicture);
        if (image is not null && purpose != PromptPurpose.VideoFromPicture)
            throw new InvalidRequestException("--image is the picture that a video begins with: it goes with --for image.");
        if (image is not null && !File.Exists(image))
            throw new InvalidRequestException($"There is no file {image}.");
        using var rewriter = new PromptRewriter(
            RewriterEnvironment.Read(Environment.GetEnvironmentVariable), NullLogger<PromptRewriter>.Instance);
        if (rewriter.Host is null)
            throw new InvalidRequestException(
                "No language model is set. Set OPENAI_API_KEY, or Rewriter__BaseUrl to a server with OpenAI's chat " +
                "interface, such as http://localhost:11434/v1, and Rewriter__Model to a model that it has.");

        var models = new ModelCatalog(ModelsFolder.Default, HubOptions.FromEnvironment());
        var model = ComputeOptions.ReadModel(
            arguments, models, purpose == PromptPurpose.VideoFromPicture ? ModelTask.ImageToVideo : ModelTask.TextToVideo);
        var brief = PromptBrief.For(purpose, model.Name, (model.TokenLimit, text => models.CountTokens(model, text))) with
        {
            Picture = image,
        };
        try
        {
            return await rewriter.RewriteAsync("terminal", prompt, brief, cancel);
        }
        catch (RewriterException e) when (e.Remedy is { } remedy)
        {
            throw new RewriterException($"{e.Message} {remedy}", e);
        }
    }

    private static PromptPurpose? Parse(string text, Action<string> fail)
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
