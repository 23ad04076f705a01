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
    private const int LeastAnswerBytes = 64_000;
    private const int BytesOfAToken = 20;

    // A server that asks for a longer pause gets no second try.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan UsualPause = TimeSpan.FromSeconds(0.5);

    private readonly RewriterOptions _options;
    private readonly ILogger _log;
    private readonly HttpClient _http;
    private readonly ChatClient _client;
    private volatile string _limitName = ChatRequest.CompletionTokens;

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
            new AnswerGuard(
                Math.Max(LeastAnswerBytes, BytesOfAToken * options.AnswerTokens), sendsKey: options.ApiKey is not null)
            { InnerHandler = sockets })
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
    /// <exception cref="PictureRefusedException">The server refuses a conversation that has a picture.</exception>
    public async Task<ChatAnswer> AskAsync(IReadOnlyList<ChatTurn> turns, bool mayRetry, CancellationToken cancel)
    {
        try
        {
            var response = await SendAsync(turns, cancel);
            if (IsAnswer(response))
                return ChatResponse.Read(response.Content.ToMemory());
            if (MayBeAboutThePicture(response) && turns.Any(turn => turn.Picture is not null))
                throw new PictureRefusedException(response.Status);
            if (mayRetry && response.Status is 429 or >= 500 && PauseAfter(response) is { } pause)
            {
                await Task.Delay(pause, cancel);
                return await AskAsync(turns, mayRetry: false, cancel);
            }

            string? remedy = RemedyOf(response.Status);
            _log.LogWarning("The language model at {Host} answered {Status}. {Remedy}", Host, response.Status, remedy ?? "");
            throw new RewriterException(SentenceOf(response.Status), remedy: remedy);
        }
        catch (Exception e) when (e is HttpRequestException or ClientResultException)
        {
            _log.LogWarning(
                "The language model at {Host} cannot be reached: {Problem}", Host, e.GetBaseException().GetType().Name);
            throw new RewriterException(SentenceOf(0));
        }
        catch (IOException e)
        {
            _log.LogWarning("The language model at {Host} broke off its answer: {Problem}", Host, e.GetType().Name);
            throw new RewriterException("The language model's server sent something that is not an answer.");
        }
    }

    public void Dispose() => _http.Dispose();

    // Servers know the limit of an answer under one name or the other, and some refuse the name that they do not know.
    private async Task<PipelineResponse> SendAsync(IReadOnlyList<ChatTurn> turns, CancellationToken cancel)
    {
        string name = _limitName;
        var response = await SendAsync(turns, name, cancel);
        if (!MayBeAboutTheLimit(response))
            return response;
        string other = name == ChatRequest.Tokens ? ChatRequest.CompletionTokens : ChatRequest.Tokens;
        response = await SendAsync(turns, other, cancel);
        if (IsAnswer(response))
            _limitName = other;
        return response;
    }

    private async Task<PipelineResponse> SendAsync(IReadOnlyList<ChatTurn> turns, string limitName, CancellationToken cancel)
    {
        using var body = BinaryContent.Create(
            BinaryData.FromString(ChatRequest.Write(_options.Model, turns, limitName, _options.AnswerTokens)));
        var result = await _client.CompleteChatAsync(
            body, new RequestOptions { CancellationToken = cancel, ErrorOptions = ClientErrorBehaviors.NoThrow });
        return result.GetRawResponse();
    }

    private static bool IsAnswer(PipelineResponse response) => response.Status is >= 200 and < 300;

    private static bool MayBeAboutThePicture(PipelineResponse response) =>
        response.Status is >= 400 and < 502 and not (401 or 403 or 408 or 429);

    private static bool MayBeAboutTheLimit(PipelineResponse response) =>
        response.Status == 422
        || (response.Status == 400
            && response.Content.ToString() is var said
            && (said.Contains(ChatRequest.Tokens, StringComparison.Ordinal)
                || said.Contains(ChatRequest.CompletionTokens, StringComparison.Ordinal)));

    // null: do not try again.
    private static TimeSpan? PauseAfter(PipelineResponse failure)
    {
        if (!failure.Headers.TryGetValue("Retry-After", out string? wish) || wish is null)
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
