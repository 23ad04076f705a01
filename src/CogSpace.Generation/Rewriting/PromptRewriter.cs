using System.Globalization;
using CogSpace.PostProcess.Media;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Rewriting;

/// <summary>Asks a language model, if one is set, to rewrite prompts, and checks that its answer is a prompt.</summary>
public sealed class PromptRewriter : IDisposable
{
    // Of all visitors.
    private const int UsualAtOnce = 4;

    private readonly RewriterOptions _options;
    private readonly ChatEndpoint? _endpoint;
    private readonly VisitorTurns _turns;
    private readonly ImageReader _images = new(new ReadingOptions());

    public PromptRewriter(RewriterOptions options, ILogger<PromptRewriter> log)
        : this(options, log, UsualAtOnce)
    {
    }

    /// <param name="options">Which language model.</param>
    /// <param name="log">Gets no prompt and no key.</param>
    /// <param name="atOnce">Prompts rewritten at the same time.</param>
    internal PromptRewriter(RewriterOptions options, ILogger<PromptRewriter> log, int atOnce)
    {
        _options = options;
        _turns = new VisitorTurns(atOnce);
        if (options.Endpoint is { } address)
            _endpoint = new ChatEndpoint(address, options, log);
    }

    /// <summary>The server that prompts are sent to, such as "api.example.org"; null without a language model.</summary>
    public string? Host => _endpoint?.Host;

    /// <summary>Whether the picture that a video begins with is sent along.</summary>
    public bool SendsPictures => _endpoint is not null && _options.SendPictures;

    /// <param name="owner">The visitor.</param>
    /// <param name="prompt">What to rewrite; not empty.</param>
    /// <param name="brief">What the video model needs.</param>
    /// <param name="cancel">Ends the request.</param>
    /// <returns>One line, short enough for the video model.</returns>
    /// <exception cref="RewriterException">No usable answer; the message says why.</exception>
    /// <exception cref="MediaException">The picture cannot be read.</exception>
    public async Task<string> RewriteAsync(string owner, string prompt, PromptBrief brief, CancellationToken cancel)
    {
        var endpoint = _endpoint ?? throw new RewriterException("No language model is set.");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_options.Timeout);
        try
        {
            using var turn = await _turns.TakeAsync(owner, limit.Token);
            string? picture = SendsPictures && brief is { Purpose: PromptPurpose.VideoFromPicture, Picture: { } path }
                ? await PromptPicture.ReadAsync(path, _images, limit.Token)
                : null;
            try
            {
                return await RewriteAsync(endpoint, Briefing.For(prompt, brief, picture), brief, limit.Token);
            }
            catch (PictureRefusedException)
            {
                return await RewriteAsync(endpoint, Briefing.For(prompt, brief, picture: null), brief, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new RewriterException(
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
        ChatEndpoint endpoint, IReadOnlyList<ChatTurn> turns, PromptBrief brief, CancellationToken cancel)
    {
        var answer = await endpoint.AskAsync(turns, mayRetry: true, cancel);
        string text = Checked(answer);
        int? tokens = TokensAbove(text, brief);
        if (tokens is null && !answer.WasCut)
            return text;

        answer = await endpoint.AskAsync(
            Briefing.Shorter(turns, text, answer.WasCut ? null : tokens, brief), mayRetry: false, cancel);
        text = Checked(answer);
        if (answer.WasCut)
            throw new RewriterException("The language model did not come to an end.");
        if (TokensAbove(text, brief) is { } still)
            throw new RewriterException(
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
            throw new RewriterException("The language model does not want to rewrite this prompt.");
        if (AnswerText.IsMarkup(text))
            throw new RewriterException("The language model wrote a piece of a web page instead of a prompt.");
        if (text.StartsWith('{'))
            throw new RewriterException("The language model wrote data instead of a prompt.");
        if (!text.Any(char.IsLetter) && (answer.HasReasoning || ReasoningText.IsIn(answer.Text)))
            throw new RewriterException(
                "The language model wrote down its reasoning and no prompt. A larger Rewriter__AnswerTokens lets it finish.");
        if (!answer.WasCut && !text.Any(char.IsLetter))
            throw new RewriterException("The language model answered with nothing.");
        return text;
    }
}
