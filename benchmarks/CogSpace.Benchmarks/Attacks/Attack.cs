using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>What one attacker does, from one address, as fast as possible until it is cancelled.</summary>
/// <param name="Name">What it is.</param>
/// <param name="RunAsync">Does it.</param>
internal sealed record Attack(string Name, Func<Uri, CancellationToken, Task> RunAsync)
{
    public const string Address = "203.0.113.66";

    private static readonly IPAddress Direct = IPAddress.Parse("127.0.0.66");

    /// <summary>All kinds. Files are made first.</summary>
    public static async Task<IReadOnlyList<Attack>> AllAsync()
    {
        byte[] tracks = await HostileFile.ManyTracksAsync();
        byte[] recipe = await HostileFile.LongRecipeAsync(megabytes: 20);
        byte[] png = HostileFile.UnfoldingPng(megabytes: 4_000);
        byte[] clip = await HostileFile.LongRecipeAsync(megabytes: 0);
        return
        [
            new("asks for videos, each with a new cookie", AskAsync),
            new("asks for a video and cancels it", AskAndCancelAsync),
            new("a video of 20 tracks of 8K, nine at once", (server, stop) => SendAsync(server, tracks, "video", 9, stop)),
            new("a video with a recipe of 20 MB, four at once", (server, stop) => SendAsync(server, recipe, "video", 4, stop)),
            new("a picture that unfolds to 4 GB, four at once", (server, stop) => SendAsync(server, png, "image", 4, stop)),
            new("100 videos at once", (server, stop) => SendAsync(server, clip, "video", 100, stop)),
            new("64 files that come a byte at a time", (server, stop) => SlowlyAsync(server, 64, stop)),
            new("2,000 live connections that are never read", (server, stop) => ConnectAsync(server, 2_000, null, stop)),
            new(
                "2,000 live connections that are never read, without a proxy",
                (server, stop) => ConnectAsync(server, 2_000, Direct, stop)),
            new("the page, 32 at once", LoadAsync),
        ];
    }

    private static Task AskAsync(Uri server, CancellationToken stop) => RepeatAsync(
        4,
        async () =>
        {
            using var client = new Client(server, Address);
            await client.LoadAsync(stop);
            await client.SubmitAsync(200, stop);
        },
        stop);

    private static async Task AskAndCancelAsync(Uri server, CancellationToken stop)
    {
        using var client = new Client(server, Address);
        await client.LoadAsync(stop);
        await RepeatAsync(
            4,
            async () =>
            {
                if ((await client.SubmitAsync(200, stop)).Id is { } job)
                    await client.CancelAsync(job, stop);
            },
            stop);
    }

    private static async Task SendAsync(Uri server, byte[] file, string kind, int atOnce, CancellationToken stop)
    {
        using var client = new Client(server, Address);
        await client.LoadAsync(stop);
        string token = await client.TokenAsync(stop);
        await RepeatAsync(
            atOnce,
            async () =>
            {
                var (status, answer) = await client.UploadAsync(new ByteArrayContent(file), kind, token, stop);
                if (status == HttpStatusCode.OK)
                    await client.SubmitAsync(200, stop, JsonDocument.Parse(answer).RootElement.GetProperty("id").GetString());
            },
            stop);
    }

    private static async Task SlowlyAsync(Uri server, int atOnce, CancellationToken stop)
    {
        using var client = new Client(server, Address);
        await client.LoadAsync(stop);
        string token = await client.TokenAsync(stop);
        string head =
            $"POST /uploads?kind=video HTTP/1.1\r\nHost: {server.Authority}\r\nX-Forwarded-For: {Address}\r\n" +
            $"Cookie: {client.Cookies.GetCookieHeader(server)}\r\nRequestVerificationToken: {token}\r\n" +
            "Content-Length: 190000000\r\n\r\n";
        await RepeatAsync(
            atOnce,
            async () =>
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(server.Host, server.Port, stop);
                var stream = socket.GetStream();
                await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop);
                while (true)
                {
                    await stream.WriteAsync(new byte[1], stop);
                    await Task.Delay(20, stop);
                }
            },
            stop);
    }

    // From an address of this machine that is not the proxy's, or as if through the proxy.
    private static Task ConnectAsync(Uri server, int atOnce, IPAddress? from, CancellationToken stop) => RepeatAsync(
        atOnce,
        async () =>
        {
            using var connections = new SocketsHttpHandler();
            if (from is not null)
                connections.ConnectCallback = (context, cancel) => OpenAsync(context, from, cancel);
            using var invoker = new HttpMessageInvoker(connections);
            using var socket = new ClientWebSocket();
            socket.Options.SetRequestHeader("X-Forwarded-For", Address);
            await socket.ConnectAsync(new UriBuilder(new Uri(server, "_blazor")) { Scheme = "ws" }.Uri, invoker, stop);
            await socket.SendAsync(
                Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true,
                stop);
            await Task.Delay(Timeout.Infinite, stop);
        },
        stop);

    private static async ValueTask<Stream> OpenAsync(
        SocketsHttpConnectionContext context, IPAddress from, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(from, 0));
            await socket.ConnectAsync(context.DnsEndPoint, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async Task LoadAsync(Uri server, CancellationToken stop)
    {
        using var client = new Client(server, Address);
        await RepeatAsync(32, () => client.LoadAsync(stop), stop);
    }

    // So many at once; one that is refused or broken off tries again.
    private static Task RepeatAsync(int atOnce, Func<Task> act, CancellationToken stop) => Task.WhenAll(
        Enumerable.Range(0, atOnce).Select(_ => Task.Run(
            async () =>
            {
                while (!stop.IsCancellationRequested)
                {
                    try
                    {
                        await act();
                    }
                    catch (Exception e) when (e is HttpRequestException or IOException or SocketException or WebSocketException)
                    {
                        await Task.Delay(100, CancellationToken.None);
                    }
                    catch (OperationCanceledException)
                    {
                        return;
                    }
                }
            },
            CancellationToken.None)));
}
