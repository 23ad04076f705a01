using System.Net.Sockets;
using System.Text;

namespace CogSpace.Web.Tests.Api;

/// <summary>A request of which half of the body comes, and then no more.</summary>
internal static class HalfRequest
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <param name="server">Gets it.</param>
    /// <param name="path">With its query.</param>
    /// <param name="body">The whole of it.</param>
    /// <param name="type">Of the body; null: not said.</param>
    public static async Task SendAsync(RunningServer server, string path, byte[] body, string? type = null)
    {
        string contentType = type is null ? "" : $"Content-Type: {type}\r\n";
        using var socket = new TcpClient(server.Address.Host, server.Address.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST {path} HTTP/1.1\r\nHost: {server.Address.Authority}\r\n{contentType}" +
                $"Content-Length: {body.Length}\r\n\r\n"), Cancel);
        await stream.WriteAsync(body.AsMemory(0, body.Length / 2), Cancel);
        socket.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream);
        string answer = await reader.ReadToEndAsync(Cancel);
        Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 400", StringComparison.Ordinal), answer);
    }
}
