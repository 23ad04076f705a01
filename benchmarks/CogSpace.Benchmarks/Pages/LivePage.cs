using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace CogSpace.Benchmarks.Pages;

/// <summary>
/// An open page without a browser: it speaks Blazor's protocol and acknowledges what it is sent, but draws nothing.
/// </summary>
internal sealed partial class LivePage : IAsyncDisposable
{
    private const byte EndOfHandshake = 0x1e;
    private const long Invocation = 1;
    private const long ScriptObject = 1;       // what a call of the server wants back
    private const long Nothing = 3;
    private readonly ClientWebSocket _socket = new();
    private Task _listening = Task.CompletedTask;

    /// <summary>Called with each picture change, as the bytes that a browser would draw from.</summary>
    public required Action<byte[]> Changed { get; init; }

    /// <param name="address">The page's.</param>
    /// <param name="cookies">Say whose page it is.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task OpenAsync(Uri address, CookieContainer cookies, CancellationToken cancel)
    {
        using var http = new HttpClient(new SocketsHttpHandler { CookieContainer = cookies });
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        string html = await http.GetStringAsync(address, cancel);
        var records = Component().Matches(html).Select(match => JsonDocument.Parse(match.Groups[1].Value).RootElement)
            .Where(component => component.TryGetProperty("descriptor", out _))
            .Select(component => new
            {
                type = "server",
                sequence = component.GetProperty("sequence").GetInt32(),
                descriptor = component.GetProperty("descriptor").GetString(),
            });
        string state = State().Match(html) is { Success: true } match ? match.Groups[1].Value : "";

        _socket.Options.Cookies = cookies;
        await _socket.ConnectAsync(new UriBuilder(new Uri(address, "_blazor")) { Scheme = "ws" }.Uri, cancel);
        await _socket.SendAsync(
            Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"), WebSocketMessageType.Text, true,
            cancel);
        _listening = ListenAsync(cancel);
        await SendAsync(
            "0", "StartCircuit", [address.ToString(), address.ToString(), JsonSerializer.Serialize(records), state], cancel);
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        try
        {
            await _listening;
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // That is how it ends.
        }

        _socket.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancel)
    {
        byte[] buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        bool isHandshake = true;
        while (true)
        {
            message.SetLength(0);
            ValueWebSocketReceiveResult part;
            do
            {
                part = await _socket.ReceiveAsync(buffer.AsMemory(), cancel);
                message.Write(buffer, 0, part.Count);
            }
            while (!part.EndOfMessage);
            if (part.MessageType == WebSocketMessageType.Close)
                return;

            byte[] bytes = message.ToArray();
            int at = 0;
            if (isHandshake)
            {
                at = Array.IndexOf(bytes, EndOfHandshake) + 1;
                isHandshake = false;
            }

            while (at < bytes.Length)
                await AnswerAsync(Next(bytes, ref at), cancel);
        }
    }

    private async Task AnswerAsync(object?[] message, CancellationToken cancel)
    {
        if (message[0] is not Invocation)
            return;
        object?[] arguments = (object?[])message[4]!;
        switch (message[3])
        {
            case "JS.RenderBatch":
                Changed((byte[])arguments[1]!);
                await SendAsync(null, "OnRenderCompleted", [arguments[0], null], cancel);
                break;
            case "JS.BeginInvokeJS":
                string value = (arguments[1], arguments[3]) switch
                {
                    (_, ScriptObject) => "{\"__jsObjectId\":1}",
                    (_, Nothing) => "null",
                    ("attach", _) => "{}",       // the draft of a browser that has kept none
                    _ => "\"\"",                 // a title
                };
                await SendAsync(null, "EndInvokeJSFromDotNet", [arguments[0], true, $"[{arguments[0]},true,{value}]"], cancel);
                break;
            case "JS.Error":
                throw new InvalidOperationException($"The server ended a page: {arguments[0]}");
        }
    }

    private async Task SendAsync(string? id, string target, object?[] arguments, CancellationToken cancel)
    {
        byte[] body = MessagePack.Array(Invocation, new object(), id, target, arguments, Array.Empty<object?>());
        var framed = new List<byte>(body.Length + 5);
        int length = body.Length;
        for (; length > 0x7f; length >>= 7)
            framed.Add((byte)(length | 0x80));
        framed.Add((byte)length);
        framed.AddRange(body);
        await _socket.SendAsync(framed.ToArray(), WebSocketMessageType.Binary, true, cancel);
    }

    private static object?[] Next(byte[] bytes, ref int at)
    {
        for (int shift = 0; ; shift += 7)       // the length, which the next array tells by itself
        {
            if (bytes[at++] <= 0x7f)
                return (object?[])MessagePack.Read(bytes, ref at)!;
        }
    }

    [GeneratedRegex("<!--Blazor:({.*?})-->")]
    private static partial Regex Component();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(.*?)-->")]
    private static partial Regex State();
}
