using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using Microsoft.Extensions.Logging;
using OpenAI;
using OpenAI.Chat;

namespace CogSpace.Generation.Rewriting;

/// <summary>A server with OpenAI's chat interface. The only class that uses the OpenAI package.</summary>
/// <remarks>What the server says about a failure is not passed on: it may contain the key or the prompt.</remarks>
internal sealed class ChatEndpoint : IDisposable
{
    private const int AnswerBytes = 64_000;

    // A server that asks for a longer pause gets no second try.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(0.5);

    private readonly RewriterOptions _options;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly ChatClient _client;

    public ChatEndpoint(Uri address, RewriterOptions options, ILogger log)
    {
        (_options, _log, Host) = (options, log, address.Authority);
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,                    // prompt and key go to the given address only
            UseCookies = false,
            MaxResponseDrainSize = 0,                     // the rest of a refused answer is not read
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        _http = new HttpClient(
            new AnswerGuard(AnswerBytes, sendsKey: options.ApiKey is not null) { InnerHandler = sockets })
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        _client = new ChatClient(
            options.Model,
            new ApiKeyCredential(options.ApiKey ?? "none"),
            new OpenAIClientOptions
            {
                Endpoint = address,
                Transport = new HttpClientPipelineTransport(_http),
                RetryPolicy = new ClientRetryPolicy(maxRetries: 0),
                NetworkTimeout = options.Timeout,
                UserAgentApplicationId = "CogSpace",
            }
        );
    }

    /// <summary>Host and port, to show: no path, user or key.</summary>
    public string Host { get; }

    /// <param name="turns">The conversation so far.</param>
    /// <param name="mayRetry">Whether to ask a second time when the server is busy or fails.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="RewriterException">
    /// The server cannot be reached, refuses, or sends something else than an answer.
    /// </exception>
    public async Task<ChatAnswer> AskAsync(IReadOnlyList<ChatTurn> turns, bool mayRetry, CancellationToken cancel)
    {
        try
        {
            return await AskOnceAsync(turns, cancel);
        }
        catch (ClientResultException e) when (mayRetry && e.Status is 429 or >= 500 && PauseAfter(e) is { } pause)
        {
            await Task.Delay(pause, cancel);
            return await AskAsync(turns, mayRetry: false, cancel);
        }
        catch (ClientResultException e)
        {
            string? remedy = RemedyOf(e.Status);
            _log.LogWarning("The language model at {Host} answered {Status}. {Remedy}", Host, e.Status, remedy ?? "");
            throw new RewriterException(SentenceOf(e.Status), remedy: remedy);
        }
        catch (HttpRequestException e)
        {
            _log.LogWarning("The language model at {Host} cannot be reached: {Problem}", Host, e.HttpRequestError);
            throw new RewriterException(SentenceOf(0));
        }
        // the package throws many exceptions when it parses what is not an answer
        catch (Exception e) when (e is not (OperationCanceledException or RewriterException))
        {
            _log.LogWarning("The language model at {Host} sent an unreadable answer: {Problem}", Host, e.GetType().Name);
            throw new RewriterException("The language model's server sent something that is not an answer.");
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<ChatAnswer> AskOnceAsync(IReadOnlyList<ChatTurn> turns, CancellationToken cancel)
    {
        ChatCompletion answer = await _client.CompleteChatAsync(
            turns.Select(MessageOf), new ChatCompletionOptions { MaxOutputTokenCount = _options.AnswerTokens }, cancel);
        return new ChatAnswer(
            string.Concat(answer.Content.Select(part => part.Text)),
            WasCut: answer.FinishReason == ChatFinishReason.Length,
            WasRefused: !string.IsNullOrEmpty(answer.Refusal) || answer.FinishReason == ChatFinishReason.ContentFilter);
    }

    private static ChatMessage MessageOf(ChatTurn turn) => turn.Role switch
    {
        ChatRole.Rules => new SystemChatMessage(turn.Text),
        ChatRole.Model => new AssistantChatMessage(turn.Text),
        _ => new UserChatMessage(turn.Text),
    };

    // null: do not try again.
    private static TimeSpan? PauseAfter(ClientResultException failure)
    {
        if (failure.GetRawResponse()?.Headers.TryGetValue("Retry-After", out string? wish) is not true || wish is null)
            return UsualPause;
        return
            double.TryParse(wish, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds)
            && seconds >= 0
            && seconds <= LongestPause.TotalSeconds
            ? TimeSpan.FromSeconds(seconds)
            : null;
    }

    private static string SentenceOf(int status) =>
        status switch
        {
            0 => "The language model cannot be reached just now.",
            >= 300 and < 400 =>
                $"The language model's server sends us to another place (status {status}), where prompts are not sent.",
            401 or 403 => $"The language model's server denies access (status {status}).",
            404 => "The language model's server does not know this address or this model (status 404).",
            429 =>
                "The language model has too much to do, or its quota is used up (status 429). Please try again later.",
            >= 500 => $"The language model's server failed (status {status}). Please try again later.",
            _ => $"The language model's server did not take the request (status {status}).",
        };

    private static string? RemedyOf(int status) =>
        status switch
        {
            >= 300 and < 400 => "Correct Rewriter__BaseUrl.",
            401 or 403 => "Correct Rewriter__ApiKey.",
            404 => "Correct Rewriter__BaseUrl or Rewriter__Model.",
            _ => null,
        };
}
