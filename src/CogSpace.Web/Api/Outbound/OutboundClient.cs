namespace CogSpace.Web.Api.Outbound;

/// <summary>Asks other servers in the name of programs: no proxies, cookies or redirects, and no addresses inside.</summary>
internal sealed class OutboundClient(OutboundGuard guard) : IDisposable
{
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(10);

    // So that a name that leads elsewhere now is looked at again.
    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(1);

    /// <summary>Has no time limit of its own: each request brings one.</summary>
    public HttpClient Http { get; } = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectCallback = guard.ConnectAsync,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = ConnectionLifetime,
    })
    {
        Timeout = Timeout.InfiniteTimeSpan,
    };

    public void Dispose() => Http.Dispose();
}
