namespace CogSpace.Generation.Rewriting;

/// <summary>Limits what is read of an answer, and reads nothing of a failure.</summary>
/// <param name="limit">The most bytes that an answer may have.</param>
/// <param name="sendsKey">Without a key, no authorization is sent: some servers refuse an invented one.</param>
internal sealed class AnswerGuard(int limit, bool sendsKey) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!sendsKey)
            request.Headers.Authorization = null;
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            byte[] body = response.IsSuccessStatusCode ? await ReadAsync(response.Content, cancellationToken) : [];
            if (response.IsSuccessStatusCode && !BeginsAsObject(body))
                throw new RewriterException("The language model's server sent a page or a text where an answer was expected.");
            var unread = response.Content;
            response.Content = new ByteArrayContent(body);
            unread.Dispose();                             // closes the connection if there is more
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    private async Task<byte[]> ReadAsync(HttpContent content, CancellationToken cancel)
    {
        byte[] buffer = new byte[limit + 1];
        await using var stream = await content.ReadAsStreamAsync(cancel);
        int count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return count <= limit
            ? buffer[..count]
            : throw new RewriterException(
                $"The language model's server sends more than the {limit / 1000} kB that an answer may have.");
    }

    private static bool BeginsAsObject(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
