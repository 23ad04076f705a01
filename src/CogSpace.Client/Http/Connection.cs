using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace CogSpace.Client.Http;

/// <summary>Sends requests to one server, as one program, until they are answered or patience ends.</summary>
internal sealed class Connection : IDisposable
{
    private const int MostCuts = 20;
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);
    private static readonly ProductInfoHeaderValue Program =
        new("CogSpace.Client", typeof(Connection).Assembly.GetName().Version?.ToString(3));

    private readonly Uri _root;
    private readonly HttpClient _http;
    private readonly bool _ownsHttp;
    private readonly RetryOptions _options;
    private readonly SemaphoreSlim _introducing = new(1);
    private readonly string? _key;

    private volatile string? _token;
    private volatile bool _hasAnswered;

    public Connection(Uri server, string? key, HttpClient? http, RetryOptions options)
    {
        if (server is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            throw new ArgumentException("The address of a server begins with http:// or https://.", nameof(server));
        _root = new Uri($"{server.GetLeftPart(UriPartial.Path).TrimEnd('/')}/api/v1/");
        (_key, _options, _ownsHttp) = (key, options, http is null);
        _http = http ?? new HttpClient(
            new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, ConnectTimeout = ConnectLimit })
        {
            Timeout = Timeout.InfiniteTimeSpan,       // each call has its own
        };
        Failures = new Failures($"{server.Scheme}://{server.Authority}", options.Time);
    }

    /// <summary>What the server gave; null: nothing.</summary>
    public string? Token => _token;

    public Failures Failures { get; }

    /// <summary>Has this program known to the server before it makes something there, so that repeating works.</summary>
    /// <exception cref="CogSpaceApiException">The server takes no program without a key, or does not answer.</exception>
    public async Task IntroduceAsync(CancellationToken cancel)
    {
        if (_key is not null || _token is not null)
            return;
        await _introducing.WaitAsync(cancel);
        try
        {
            _token ??= (await SendAsync(new Call(HttpMethod.Post, "tokens"), ClientJson.Default.TokenAnswer, cancel)).Token;
        }
        finally
        {
            _introducing.Release();
        }
    }

    /// <returns>What the server answers in JSON.</returns>
    /// <exception cref="CogSpaceApiException">It refuses, or does not answer.</exception>
    public Task<T> SendAsync<T>(Call call, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class =>
        RepeatAsync(
            call,
            async (content, limited) =>
            {
                using var response = await TryAsync(call, content, limited);
                return await response.Content.ReadFromJsonAsync(type, limited) ?? throw new JsonException();
            },
            cancel);

    /// <returns>An answer whose body is still to be read.</returns>
    /// <exception cref="CogSpaceApiException">The server refuses, or does not answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(Call call, CancellationToken cancel) =>
        RepeatAsync(call, (content, limited) => TryAsync(call, content, limited), cancel);

    /// <summary>Waits before what was cut is asked for again.</summary>
    /// <param name="cuts">How often that happened since anything came; 0: there is nothing to wait for.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceApiException">It happens again and again.</exception>
    public Task PauseAsync(int cuts, CancellationToken cancel) => cuts switch
    {
        0 => Task.CompletedTask,
        > MostCuts => throw new CogSpaceApiException(
            "The connection is cut again and again before anything comes.", CogSpaceApiException.Unreachable, FailureKind.Final),
        _ => Task.Delay(Backoff.After(cuts), _options.Time, cancel),
    };

    public void Dispose()
    {
        _introducing.Dispose();
        if (_ownsHttp)
            _http.Dispose();
    }

    private async Task<T> RepeatAsync<T>(
        Call call, Func<HttpContent?, CancellationToken, Task<T>> attempt, CancellationToken cancel)
    {
        long start = _options.Time.GetTimestamp();
        for (int failures = 1; ; failures++)
        {
            // Outside: a file that cannot be opened is no matter of the connection.
            using var content = call.Body?.Make();
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            limited.CancelAfter(call.Limit);
            CogSpaceApiException failure;
            try
            {
                return await attempt(content, limited.Token);
            }
            catch (Exception e) when (Failures.Of(e, cancel) is { } explained)
            {
                failure = explained;
            }

            var wait = failure.RetryAfter ?? Backoff.After(failures);
            if (!MayRepeat(failure, call) || _options.Time.GetElapsedTime(start) + wait > _options.Patience)
                throw failure;
            _options.Waiting?.Invoke(failure, wait);
            await Task.Delay(wait, _options.Time, cancel);
        }
    }

    // An address that has never answered is more likely wrong than busy.
    private bool MayRepeat(CogSpaceApiException failure, Call call) => failure.Kind switch
    {
        FailureKind.NotConnected => _hasAnswered,
        FailureKind.Later => call.Body?.CanRepeat != false,
        FailureKind.Lost => call.IsRepeatable && call.Body?.CanRepeat != false,
        _ => false,
    };

    private async Task<HttpResponseMessage> TryAsync(Call call, HttpContent? content, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(call.Method, new Uri(_root, call.Path)) { Content = content };
        request.Headers.UserAgent.Add(Program);
        if ((_key ?? _token) is { } secret)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", secret);
        if (call.Body is { HasFiles: true })
            request.Headers.ExpectContinue = true;       // a refusal comes before the file is sent
        call.Headers?.Invoke(request.Headers);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        _hasAnswered = true;
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            throw await Failures.ReadAsync(response, cancel);
    }
}
