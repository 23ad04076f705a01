using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using CogSpace.Generation;
using CogSpace.Generation.Rewriting;
using CogSpace.Web.Api.Documents;
using CogSpace.Web.Rewriting;

namespace CogSpace.Web.Api.V1;

/// <summary>Has the language model of the host rewrite a prompt.</summary>
internal static class RewriteEndpoint
{
    public static void MapRewriting(this RouteGroupBuilder api) => api.MapPost("/prompts/rewrite", RewriteAsync)
        .Describe(
            "rewritePrompt", "Prompts", "Have a language model make a longer prompt of a short idea",
            new ApiOperation { Example = """{ "prompt": "a fox in the snow" }""" }, 403, 413, 415, 501, 503)
        .Accepts<RewriteRequest>(ApiOperation.Json)
        .Produces<RewrittenPrompt>();

    private static async Task<IResult> RewriteAsync(
        HttpContext context, ApiBody body, VisitorRewriter rewriter, VideoSubmission submission, ModelCatalog models)
    {
        var caller = context.Caller();
        var asked = (await body.ReadAsync<RewriteRequest>(context, context.RequestAborted)).Value;
        if (asked.Prompt?.Trim() is not { Length: > 0 } prompt)
            throw ApiException.Invalid("prompt", "The prompt is empty: describe the video.");
        if (rewriter.Host is null)
            throw new ApiException(
                StatusCodes.Status501NotImplemented, "no_language_model",
                "This server has no language model to rewrite prompts.");
        var purpose = asked.For ?? RewritePurpose.Prompt;
        var model = submission.ModelFor(
            caller, purpose == RewritePurpose.Image ? ModelTask.ImageToVideo : ModelTask.TextToVideo, asked.Model);
        var brief = PromptBrief.For(
            PurposeOf(purpose), model.Name, (model.TokenLimit, text => models.CountTokens(model, text)));

        // Who is new at every request counts by the address, so that one program has one prompt rewritten at a time.
        var visitor = caller.Token is null ? caller.Visitor : caller.Visitor with { Owner = caller.Visitor.Address };
        return ApiAnswer.Json(new RewrittenPrompt(
            await rewriter.RewriteAsync(visitor, prompt, brief, context.RequestAborted)));
    }

    private static PromptPurpose PurposeOf(RewritePurpose purpose) => purpose switch
    {
        RewritePurpose.Image => PromptPurpose.VideoFromPicture,
        RewritePurpose.Video => PromptPurpose.VideoFromVideo,
        _ => PromptPurpose.Video,
    };
}

/// <summary>A prompt to rewrite.</summary>
internal sealed record RewriteRequest
{
    /// <summary>A short idea, in any language.</summary>
    [Required]
    public string? Prompt { get; init; }

    /// <summary>What the video is made from; prompt if left out.</summary>
    [JsonConverter(typeof(WordConverter<RewritePurpose>))]
    public RewritePurpose? For { get; init; }

    /// <summary>The model that the prompt is for.</summary>
    public string? Model { get; init; }
}

/// <summary>What a video is made from.</summary>
internal enum RewritePurpose
{
    /// <summary>The prompt alone.</summary>
    Prompt,

    /// <summary>A picture.</summary>
    Image,

    /// <summary>Another video.</summary>
    Video,
}

/// <summary>A prompt with more detail, short enough for the model.</summary>
internal sealed record RewrittenPrompt(string Prompt);
