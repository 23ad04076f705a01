using CogSpace.Generation.Rewriting;
using CogSpace.Web.Moderation;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Rewriting;

/// <summary>Rewrites prompts of visitors, if the host wants both the prompt and what the language model made of it.</summary>
internal sealed class VisitorRewriter(PromptRewriter rewriter, Admission admission)
{
    /// <inheritdoc cref="PromptRewriter.Host"/>
    public string? Host => rewriter.Host;

    /// <inheritdoc cref="PromptRewriter.SendsPictures"/>
    public bool SendsPictures => rewriter.SendsPictures;

    /// <param name="visitor">Who asks.</param>
    /// <param name="prompt">What to rewrite; not empty.</param>
    /// <param name="brief">What the video model needs.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>One line, short enough for the video model.</returns>
    /// <exception cref="RefusedException">The host does not want it.</exception>
    /// <exception cref="CogSpaceException">There is no usable answer; the message says why.</exception>
    public async Task<string> RewriteAsync(Visitor visitor, string prompt, PromptBrief brief, CancellationToken cancel)
    {
        admission.Check(visitor);
        await admission.CheckPromptAsync(prompt, cancel);
        string text = await rewriter.RewriteAsync(visitor.Owner, prompt, brief, cancel);
        await admission.CheckRewrittenAsync(text, cancel);
        return text;
    }
}
