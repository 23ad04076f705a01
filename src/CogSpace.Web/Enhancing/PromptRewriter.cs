using System.Globalization;

namespace CogSpace.Web.Enhancing;

/// <summary>Has a language model rewrite prompts, if the host named one, and lets nothing through that is not a prompt.</summary>
public sealed class PromptRewriter : IDisposable
{
    private readonly EnhancerOptions _options;
    private readonly ChatEndpoint? _endpoint;
    private readonly VisitorTurns _turns;

    public PromptRewriter(EnhancerOptions options, ILogger<PromptRewriter> log)
    {
        _options = options;
        _turns = new VisitorTurns(options.AtOnce);
        if (options.Endpoint is { } address)
            _endpoint = new ChatEndpoint(address, options, log);
    }

    /// <summary>Whom prompts are sent to, as "api.example.org"; null: nobody, there is no language model.</summary>
    public string? Host => _endpoint?.Host;

    /// <param name="owner">The visitor.</param>
    /// <param name="prompt">Not empty.</param>
    /// <param name="brief">What it is for.</param>
    /// <param name="cancel">Ends it, also at the endpoint.</param>
    /// <returns>One line that the video model reads whole.</returns>
    /// <exception cref="EnhancerException">There is none; the message says why.</exception>
    public async Task<string> RewriteAsync(string owner, string prompt, PromptBrief brief, CancellationToken cancel)
    {
        var endpoint = _endpoint ?? throw new EnhancerException("This page has no language model.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var turn = await _turns.TakeAsync(owner, limit.Token);
            return await RewriteAsync(endpoint, prompt, brief, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new EnhancerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The language model did not answer within {_options.Timeout.TotalSeconds:0.#} seconds."),
                e
            );
        }
    }

    public void Dispose()
    {
        _endpoint?.Dispose();
        _turns.Dispose();
    }

    private static async Task<string> RewriteAsync(
        ChatEndpoint endpoint, string prompt, PromptBrief brief, CancellationToken cancel)
    {
        var turns = Briefing.For(prompt, brief);
        var answer = await endpoint.AskAsync(turns, mayRetry: true, cancel);
        string text = Checked(answer);
        int? tokens = TokensAbove(text, brief);
        if (tokens is null && !answer.WasCut)
            return text;

        answer = await endpoint.AskAsync(
            Briefing.Shorter(turns, text, answer.WasCut ? null : tokens, brief), mayRetry: false, cancel);
        text = Checked(answer);
        if (answer.WasCut)
            throw new EnhancerException("The language model did not come to an end.");
        if (TokensAbove(text, brief) is { } still)
            throw new EnhancerException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"What the language model wrote is too long, also the second time: {still} tokens, and the video " +
                    $"model reads {brief.Limit}."
                )
            );
        return text;
    }

    private static int? TokensAbove(string text, PromptBrief brief) =>
        brief.Count(text) is int tokens && tokens > brief.Limit ? tokens : null;

    private static string Checked(ChatAnswer answer)
    {
        string text = AnswerText.Clean(answer.Text);
        if (answer.WasRefused || AnswerText.IsRefusal(text))
            throw new EnhancerException("The language model does not want to rewrite this prompt.");
        if (AnswerText.IsMarkup(text))
            throw new EnhancerException("The language model wrote a piece of a web page instead of a prompt.");
        if (text.StartsWith('{'))
            throw new EnhancerException("The language model wrote data instead of a prompt.");
        if (!answer.WasCut && !text.Any(char.IsLetter))
            throw new EnhancerException("The language model answered with nothing.");
        return text;
    }
}
