using System.Net.Sockets;
using System.Net.WebSockets;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Attacks;

/// <summary>A live connection whose other side asks and asks, and never reads an answer.</summary>
public sealed class UnreadSocketTests
{
    // Kernels keep some megabytes for a connection; an answer is longer than its question.
    private const long MostBytes = 32_000_000;
    private const int Questions = 1_000;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task WhoNeverReads_IsNotListenedToForLong_AndIsDropped()
    {
        await using var server = await StudioServer.StartAsync();
        var pages = server.Services.GetRequiredService<LivePages>();
        using var connections = new SocketsHttpHandler { ConnectCallback = ConnectAsync };
        using var invoker = new HttpMessageInvoker(connections);
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new UriBuilder(new Uri(server.Address, "_blazor")) { Scheme = "ws" }.Uri, invoker, Cancel);
        await socket.SendAsync(
            "{\"protocol\":\"blazorpack\",\"version\":1}\u001e"u8.ToArray(), WebSocketMessageType.Text, true, Cancel);
        Assert.Equal(1, pages.Count);

        // Each calls a method "x", which there is not, and wants to hear of it.
        byte[] questions = [.. Enumerable.Repeat<byte[]>([8, 0x95, 1, 0x80, 0xA1, (byte)'1', 0xA1, (byte)'x', 0x90], Questions)
            .SelectMany(bytes => bytes)];
        long sent = 0;
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (sent < MostBytes)
            {
                await socket.SendAsync(questions, WebSocketMessageType.Binary, endOfMessage: true, Cancel);
                sent += questions.Length;
            }
        });

        Assert.InRange(sent, questions.Length, MostBytes - 1);
        while (pages.Count > 0)
            await Task.Delay(20, Cancel);
        using var others = new HttpClient { BaseAddress = server.Address };
        Assert.Contains("CogSpace", await others.GetStringAsync("/", Cancel), StringComparison.Ordinal);
    }

    // With little room in the kernel, so that it is full soon.
    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(context.DnsEndPoint, cancel);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
