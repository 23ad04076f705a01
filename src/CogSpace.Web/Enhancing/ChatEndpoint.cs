using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using OpenAI;
using OpenAI.Chat;

namespace CogSpace.Web.Enhancing;

/// <summary>Whatever speaks the chat interface of OpenAI. The only class that knows the package.</summary>
/// <remarks>Nothing that the endpoint says about a failure is repeated: some repeat the key, others the prompt.</remarks>
internal sealed class ChatEndpoint : IDisposable
{
    // A server that asks for more patience than this is not waited for.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(0.5);

    private readonly EnhancerOptions _options;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly ChatClient _client;

    public ChatEndpoint(Uri address, EnhancerOptions options, ILogger log)
    {
        (_options, _log, Host) = (options, log, address.Authority);
        var sockets = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,                    // neither prompt nor key goes where the host did not send it
            UseCookies = false,
            MaxResponseDrainSize = 0,                     // what is not wanted is not read in order to keep a connection
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        };
        _http = new HttpClient(
            new AnswerGuard(options.AnswerKilobytes * 1000, sendsKey: options.ApiKey is not null) { InnerHandler = sockets })
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

    /// <summary>Where prompts are sent, for sentences: without a path, a user or a key.</summary>
    public string Host { get; }

    /// <param name="turns">The conversation so far.</param>
    /// <param name="mayRetry">Whether it is asked a second time when it has too much to do or fails.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="EnhancerException">
    /// It cannot be reached, refuses, or answers with something else than an answer.
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
            _log.LogWarning("The enhancer at {Host} answered {Status}", Host, e.Status);
            throw new EnhancerException(SentenceOf(e.Status));
        }
        catch (HttpRequestException e)
        {
            _log.LogWarning("The enhancer at {Host} cannot be reached: {Problem}", Host, e.HttpRequestError);
            throw new EnhancerException(SentenceOf(0));
        }
        // the package's reader stumbles in many ways over what is not an answer
        catch (Exception e) when (e is not (OperationCanceledException or EnhancerException))
        {
            _log.LogWarning("The enhancer at {Host} sent what cannot be read: {Problem}", Host, e.GetType().Name);
            throw new EnhancerException("The language model's server sent something that is not an answer.");
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

    // null: not worth it.
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
                $"The language model's server sends us to another place (status {status}), where prompts are not sent. " +
                "The host of this page can correct its address.",
            401 or 403 =>
                $"The language model's server does not let this page in (status {status}). The host of this page can " +
                "correct its key.",
            404 =>
                "The language model's server does not know this address or this model (status 404). The host of this " +
                "page can correct it.",
            429 =>
                "The language model has too much to do, or may not do more for this page (status 429). Please try again later.",
            >= 500 => $"The language model's server failed (status {status}). Please try again later.",
            _ => $"The language model's server did not take the request (status {status}).",
        };
}
