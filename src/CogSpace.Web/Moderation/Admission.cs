using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Moderation;

/// <summary>Whether the host wants a request: jobs, uploads and rewriting all ask here first.</summary>
internal sealed class Admission(ClosedSign sign, BlockList blocks, ContentFilter filter)
{
    /// <exception cref="RefusedException">The demo is closed, or this visitor is blocked.</exception>
    public void Check(Visitor visitor)
    {
        if (sign.Message is { } message)
            throw new RefusedException(StatusCodes.Status503ServiceUnavailable, message);
        CheckVisitor(visitor);
    }

    /// <summary>As <see cref="Check"/>, for what a closed demo still allows.</summary>
    /// <exception cref="RefusedException">This visitor is blocked.</exception>
    public void CheckVisitor(Visitor visitor)
    {
        if (IsBlocked(visitor))
            throw new RefusedException(
                StatusCodes.Status403Forbidden,
                "The host of this server has blocked new requests from your browser or your internet connection. What you have " +
                "made here stays yours until it expires.");
    }

    /// <summary>Whether the host has blocked this visitor: nothing new is taken, and nothing is shown to others.</summary>
    public bool IsBlocked(Visitor visitor) => blocks.Has(visitor);

    /// <exception cref="RefusedException">One of its texts asks for what is not made here, or nobody can tell.</exception>
    public async Task CheckTextsAsync(GenerationRequest request, CancellationToken cancel)
    {
        await CheckPromptAsync(request.Prompt, cancel);
        await CheckAsync("negative prompt", request.NegativePrompt, cancel);
    }

    /// <inheritdoc cref="CheckTextsAsync"/>
    public Task CheckPromptAsync(string prompt, CancellationToken cancel) => CheckAsync("prompt", prompt, cancel);

    /// <summary>The same of what a language model wrote.</summary>
    /// <inheritdoc cref="CheckTextsAsync"/>
    public Task CheckRewrittenAsync(string prompt, CancellationToken cancel) => CheckAsync("rewritten prompt", prompt, cancel);

    private Task CheckAsync(string what, string text, CancellationToken cancel)
    {
        RequestCheck.CheckText(what, text);
        return filter.CheckTextAsync(what, text, cancel);
    }
}
