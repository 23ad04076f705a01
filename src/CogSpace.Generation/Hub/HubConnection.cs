using System.Net.Http.Headers;
using System.Reflection;

namespace CogSpace.Generation.Hub;

/// <summary>One request to a hub: follows where it is sent, and gives the token to nobody but the hub itself.</summary>
internal sealed class HubConnection(HubOptions options) : IDisposable
{
    private const int MostRedirects = 8;

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
                    throw HubRefusal.Of(answer, id, what, options);
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
}
