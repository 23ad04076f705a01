using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json.Nodes;

namespace CogSpace.Web.Tests.Api.Transcripts;

/// <summary>
/// Requests and their answers in a text. Each begins with a title, "### It is asked for", then come the request with its headers
/// and its body, a line ">>>", and the answer. What lies between two titles without a request is made before the next one.
/// </summary>
/// <param name="server">That is asked.</param>
/// <param name="end">Lets videos be made; true: waits for all of them.</param>
internal sealed class Transcript(Uri server, Func<bool, Task> end)
{
    public const string Key = "csk_of-the-transcripts";

    private const string Title = "### ";
    private const string Answer = ">>>";

    private static readonly string[] Shown =
        ["Location", "Retry-After", "WWW-Authenticate", "Idempotency-Replayed", "CogSpace-Token", "Content-Language"];

    private readonly PlainAnswer _plain = new(server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Sends all requests of a transcript.</summary>
    /// <returns>The same text with the answers that came.</returns>
    public async Task<string> ReplayAsync(string text)
    {
        var replayed = new StringBuilder();
        int at = text.IndexOf(Title, StringComparison.Ordinal);
        replayed.Append(text, 0, at);
        foreach (string part in text[at..].Split(Title, StringSplitOptions.RemoveEmptyEntries))
        {
            string asked = part.Split($"\n{Answer}\n")[0].TrimEnd();
            string[] lines = asked.Split('\n');
            replayed.Append(Title).Append(asked).Append('\n');
            if (lines.Length == 1)
                await end(true);
            else
                replayed.Append(Answer).Append('\n').Append(await SendAsync(lines[1..]));
            replayed.Append('\n');
        }

        return replayed.ToString().TrimEnd() + "\n";
    }

    private async Task<string> SendAsync(string[] lines)
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });
        string[] start = lines[0].Split(' ', 2);       // ids have spaces here
        using var request = new HttpRequestMessage(new HttpMethod(start[0]), new Uri(server, _plain.Meant(start[1])));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Key);
        string[] headers = [.. lines.Skip(1).TakeWhile(line => line.Length > 0 && char.IsAsciiLetterUpper(line[0]))];
        foreach (string[] header in headers.Select(line => line.Split(':', 2)))
        {
            request.Headers.Remove(header[0]);       // one without a value is left out
            if (header[1].Trim() is { Length: > 0 } value)
                request.Headers.Add(header[0], value);
        }

        if (lines.Length > headers.Length + 1)
            request.Content = new StringContent(
                _plain.Meant(string.Join('\n', lines[(headers.Length + 1)..])), Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, Cancel);
        return await ShowAsync(answer);
    }

    private async Task<string> ShowAsync(HttpResponseMessage answer)
    {
        string? type = answer.Content.Headers.ContentType?.MediaType;
        var shown = new StringBuilder($"{(int)answer.StatusCode} {type}".TrimEnd()).Append('\n');
        foreach (string name in Shown)
        {
            if (answer.Headers.TryGetValues(name, out var values) || answer.Content.Headers.TryGetValues(name, out values))
                shown.Append($"{name}: {_plain.Of(string.Join(", ", values))}\n");
        }

        if (type == "text/event-stream")
            await ListenAsync(answer, shown);
        else if (type?.EndsWith("json", StringComparison.Ordinal) == true)
            shown.Append(_plain.Of(JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel)))).Append('\n');
        return shown.ToString();
    }

    // One event of each kind, that which says most: how often one comes, and how soon, depends on the machine.
    private async Task ListenAsync(HttpResponseMessage answer, StringBuilder shown)
    {
        var kinds = new List<(string Kind, string Text)>();
        await foreach (var item in SseParser.Create(await answer.Content.ReadAsStreamAsync(Cancel)).EnumerateAsync(Cancel))
        {
            await end(false);
            var data = JsonNode.Parse(item.Data);
            string kind = $"{item.EventType} {(data as JsonObject)?["msg"] ?? (data as JsonObject)?["status"]}";
            string text = $"event: {item.EventType}\n{_plain.Of(data)}\n";
            int at = kinds.FindIndex(one => one.Kind == kind);
            if (at < 0)
                kinds.Add((kind, text));
            else if (Lines(text) > Lines(kinds[at].Text))
                kinds[at] = (kind, text);
        }

        foreach (var (_, text) in kinds.Where(one => one.Kind != "message heartbeat"))
            shown.Append(text);

        static int Lines(string text) => text.Count(character => character == '\n');
    }
}
