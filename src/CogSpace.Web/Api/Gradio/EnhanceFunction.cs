using System.Text.Json.Nodes;
using CogSpace.Generation;
using CogSpace.Generation.Rewriting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Rewriting;

namespace CogSpace.Web.Api.Gradio;

/// <summary>
/// Has the host's language model rewrite a prompt. Without one, the prompt comes back unchanged, as from the demo.
/// </summary>
internal sealed class EnhanceFunction(
    VisitorRewriter rewriter, VideoSubmission submission, ModelCatalog models, GradioCalls calls)
{
    /// <param name="caller">Who asks.</param>
    /// <param name="session">Hash of its session; null: knowing the id of the event will be enough.</param>
    /// <param name="values">The values of the call.</param>
    /// <exception cref="CogSpaceException">It is refused; the message says why.</exception>
    public GradioCall Call(ApiCaller caller, string? session, JsonArray values)
    {
        string prompt = GradioFunction.EnhancePrompt.Read<EnhanceArguments>(values).Prompt ?? "";
        RequestCheck.CheckText("prompt", prompt);
        var call = new GradioCall(GradioFunction.EnhancePrompt, session, caller.Owner);
        if (rewriter.Host is null)
            return calls.Add(call, GradioOutcome.Of(prompt));
        if (string.IsNullOrWhiteSpace(prompt))
            throw ApiException.Invalid("prompt", "The prompt is empty: describe the video.");
        var model = submission.ModelFor(caller, ModelTask.TextToVideo, name: null);
        var brief = PromptBrief.For(
            PromptPurpose.Video, model.Name, (model.TokenLimit, text => models.CountTokens(model, text)));
        return calls.Begin(
            call, async cancel => GradioOutcome.Of(await rewriter.RewriteAsync(caller.Visitor, prompt.Trim(), brief, cancel)));
    }
}

/// <summary>The parameter of the function.</summary>
internal sealed record EnhanceArguments(string? Prompt);
