using System.Net;
using System.Net.Sockets;

namespace CogSpace.Web.Tests.Client;

/// <summary>Stands between a client and a server, and cuts connections in the middle of what the server sends.</summary>
internal sealed class CuttingProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _lock = new();
    private readonly Uri _server;
    private readonly Task _accepting;

    private long _after;
    private long _left;
    private int _times;

    public CuttingProxy(Uri server)
    {
        _server = server;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>How many connections were cut.</summary>
    public int Cuts { get; private set; }

    /// <param name="after">Bytes of the server that are let through before a cut; 0: an answer that nobody hears.</param>
    /// <param name="times">How often, one after the other.</param>
    public void Cut(long after, int times)
    {
        lock (_lock)
            (_after, _left, _times) = (after, after, times);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(PassOnAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (IsTheEnd(e))
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                await server.ConnectAsync(_server.Host, _server.Port, _end.Token);
                await Task.WhenAny(
                    client.GetStream().CopyToAsync(server.GetStream(), _end.Token),
                    PassUntilCutAsync(server.GetStream(), client.GetStream()));
            }
            catch (Exception e) when (IsTheEnd(e))
            {
                // The other side hears that the connection is closed.
            }
        }
    }

    private async Task PassUntilCutAsync(NetworkStream from, NetworkStream to)
    {
        byte[] piece = new byte[4096];
        while (await from.ReadAsync(piece, _end.Token) is > 0 and var read)
        {
            var (passed, isCut) = Take(read);
            await to.WriteAsync(piece.AsMemory(0, passed), _end.Token);
            if (isCut)
                return;
        }
    }

    private (int Passed, bool IsCut) Take(int read)
    {
        lock (_lock)
        {
            if (_times == 0 || read < _left)
            {
                _left -= read;
                return (read, false);
            }

            int passed = (int)_left;
            (_left, _times, Cuts) = (_after, _times - 1, Cuts + 1);
            return (passed, true);
        }
    }

    private static bool IsTheEnd(Exception e) =>
        e is IOException or SocketException or OperationCanceledException or ObjectDisposedException;
}
