using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Reflection;

namespace CogSpace.Generation.Hub;

/// <summary>
/// Requests to a hub: follows where they are sent, gives the token to nobody but the hub itself, tries again what may work the
/// next time, and turns a refusal into a sentence.
/// </summary>
internal sealed class HubConnection(HubOptions options) : IDisposable
{
    private const int MostRedirects = 8;
    private const int LongestDoubling = 5;
    private const int TooManyRequests = 429;

    // Who is asked to wait longer should rather tell his user.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(5);

    private static readonly ProductInfoHeaderValue Program = new(
        "CogSpace",
        typeof(HubConnection).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            ?? "0"
    );

    private readonly HttpClient _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,                          // who may see the token is decided here
        ConnectTimeout = options.StallTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,                 // a large file takes as long as it takes; silence is what ends it
    };

    public HubOptions Options => options;

    /// <param name="address">Where to begin.</param>
    /// <param name="prepare">Adds headers.</param>
    /// <param name="id">The model, for sentences.</param>
    /// <param name="what">What is asked for, for sentences.</param>
    /// <param name="look">Sees every answer on the way, the hub's own first.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <returns>An answer of success whose body has yet to be read.</returns>
    /// <exception cref="TransientHubException">It may work the next time.</exception>
    /// <exception cref="CogSpaceException">It will not.</exception>
    public async Task<HttpResponseMessage> GetAsync(
        Uri address, Action<HttpRequestMessage>? prepare, HubModelId id, string what, Action<HttpResponseMessage>? look,
        CancellationToken cancel)
    {
        for (int hops = 0; hops <= MostRedirects; hops++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.UserAgent.Add(Program);
            if (options.Token is { } token && IsHub(address))
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            prepare?.Invoke(request);

            var answer = await SendAsync(request, id, what, cancel);
            bool given = false;
            try
            {
                look?.Invoke(answer);
                if ((int)answer.StatusCode is >= 300 and < 400 && answer.Headers.Location is { } next)
                {
                    address = Follow(address, next, id, what);
                    continue;
                }

                if (!answer.IsSuccessStatusCode)
                    throw Refusal(answer, id, what);
                if (answer.Content.Headers.ContentType?.MediaType is "text/html" or "application/xhtml+xml")
                    throw WebPage(answer, id, what);
                given = true;
                return answer;
            }
            finally
            {
                if (!given)
                    answer.Dispose();
            }
        }

        throw new CogSpaceException($"The hub redirects the download of {what} of {id} in circles.");
    }

    /// <summary>Tries again what may work the next time, after waits that double.</summary>
    /// <param name="attempt">Throws <see cref="TransientHubException"/> when trying again may help.</param>
    /// <param name="gained">Counts what has come through: as long as it grows, nobody gives up. Null: nothing does.</param>
    /// <param name="cancel">Ends a wait, too.</param>
    /// <exception cref="CogSpaceException">All attempts failed.</exception>
    public async Task<T> RetryAsync<T>(Func<Task<T>> attempt, Func<long>? gained = null, CancellationToken cancel = default)
    {
        long before = gained?.Invoke() ?? 0;
        for (int failed = 1; ; failed++)
        {
            try
            {
                return await attempt();
            }
            catch (TransientHubException e)
            {
                long now = gained?.Invoke() ?? 0;
                if (now > before)
                    (failed, before) = (1, now);
                if (e.After > LongestWait)
                    throw new CogSpaceException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{e.Message} It asks to be left alone for {e.After.Value.TotalMinutes:0} minutes; try again then."),
                        e
                    );
                if (failed >= options.Attempts)
                    throw new CogSpaceException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"{e.Message} It was tried {failed} times; what has come through is kept, so pulling again " +
                            $"goes on from there."
                        ),
                        e
                    );
                await Task.Delay(e.After ?? options.RetryDelay * Math.Pow(2, Math.Min(failed - 1, LongestDoubling)), cancel);
            }
        }
    }

    public static string Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? values.First() : "";

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, HubModelId id, string what, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(options.StallTimeout);
        string host = request.RequestUri!.Authority;
        try
        {
            return await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, limit.Token);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TransientHubException($"{host} did not answer when it was asked for {what} of {id}.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TransientHubException(
                $"{host} could not be reached for {what} of {id}: {e.Message.TrimEnd('.')}.", inner: e);
        }
    }

    private static Uri Follow(Uri from, Uri to, HubModelId id, string what)
    {
        var next = new Uri(from, to);
        bool isSafe =
            next.Scheme == Uri.UriSchemeHttps || (next.Scheme == Uri.UriSchemeHttp && from.Scheme == Uri.UriSchemeHttp);
        return isSafe
            ? next
            : throw new CogSpaceException(
                $"The hub redirects the download of {what} of {id} to {next.Scheme}://{next.Authority}, which is not " +
                "safe to follow."
            );
    }

    private bool IsHub(Uri address) =>
        address.Scheme == options.Endpoint.Scheme
        && address.Authority.Equals(options.Endpoint.Authority, StringComparison.OrdinalIgnoreCase);

    /// <param name="answer">With a status of 400 or above.</param>
    /// <param name="id">The model that was asked for.</param>
    /// <param name="what">What of it: "the list of files", "vae/config.json".</param>
    private CogSpaceException Refusal(HttpResponseMessage answer, HubModelId id, string what)
    {
        int status = (int)answer.StatusCode;
        string code = Header(answer, "X-Error-Code");
        var page = new Uri($"{options.Endpoint.OriginalString}/{id.Name}");
        if (status is TooManyRequests or (int)HttpStatusCode.RequestTimeout or >= 500)
            return new TransientHubException(
                Invariant($"The hub answered {status} ({answer.ReasonPhrase}) when it was asked for {what} of {id}."),
                After(answer));
        if (code == "GatedRepo")
            return new CogSpaceException(
                $"{id.Name} is gated: accept its terms on {page} and set HF_TOKEN to a token of the same account.");
        return status switch
        {
            401 when options.Token is null => new CogSpaceException(
                $"The hub lets nobody without a token have {id.Name} (401): it is private, gated, or does not exist. " +
                $"Set HF_TOKEN to a token of {options.Endpoint.OriginalString}/settings/tokens."
            ),
            401 => new CogSpaceException(
                $"The hub does not accept the token (401) for {id.Name}. Set HF_TOKEN to a valid one, of an account " +
                "that may read this model."
            ),
            403 => new CogSpaceException(
                $"The hub refuses {id.Name} (403): the token's account may not read it. If it is gated, accept its " +
                $"terms on {page}."
            ),
            404 when code == "RevisionNotFound" => new CogSpaceException($"{id.Name} has no revision \"{id.Revision}\"."),
            404 when code == "EntryNotFound" => new CogSpaceException($"{id} has no {what}."),
            404 => new CogSpaceException(
                $"There is no {id} on {options.Endpoint.OriginalString} (404). Is the name right? A private model needs HF_TOKEN."
            ),
            _ => new CogSpaceException(
                Invariant($"The hub answered {status} ({answer.ReasonPhrase}) when it was asked for {what} of {id}.")),
        };
    }

    /// <summary>Something between us and the hub, or a wrong address, answers with pages for people.</summary>
    private static CogSpaceException WebPage(HttpResponseMessage answer, HubModelId id, string what) =>
        new(
            $"{answer.RequestMessage?.RequestUri?.Host} answered with a web page where {what} of {id} should be. A " +
            $"proxy or a login may stand in between, or HF_ENDPOINT may name something that is not a hub."
        );

    private static TimeSpan? After(HttpResponseMessage answer)
    {
        var wait = answer.Headers.RetryAfter is { } after ? after.Delta ?? after.Date - DateTimeOffset.UtcNow : null;
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Something that may well work when it is tried again. The message is for when it does not.</summary>
/// <param name="message">What went wrong, a sentence.</param>
/// <param name="after">How long the server asks to be left alone; null: it does not say.</param>
/// <param name="inner">What was caught.</param>
internal sealed class TransientHubException(string message, TimeSpan? after = null, Exception? inner = null)
    : CogSpaceException(message, inner)
{
    public TimeSpan? After { get; } = after;
}

/// <summary>What came is not what the hub promised. Nothing of it is kept.</summary>
internal sealed class DamagedFileException(string message) : CogSpaceException(message);
