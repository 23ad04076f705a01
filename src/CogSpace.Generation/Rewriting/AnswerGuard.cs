using System.Net;

namespace CogSpace.Generation.Rewriting;

/// <summary>Limits what is read of an answer. Of a failure it reads the beginning at most, and only where that helps.</summary>
/// <param name="limit">The most bytes that an answer may have.</param>
/// <param name="sendsKey">Without a key, no authorization is sent: some servers refuse an invented one.</param>
internal sealed class AnswerGuard(int limit, bool sendsKey) : DelegatingHandler
{
    private const int FailureBytes = 4_000;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!sendsKey)
            request.Headers.Authorization = null;
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            byte[] body = response.IsSuccessStatusCode ? await ReadAsync(response.Content, cancellationToken)
                : response.StatusCode is HttpStatusCode.BadRequest or HttpStatusCode.UnprocessableEntity
                    ? await BeginningAsync(response.Content, FailureBytes, cancellationToken)
                : [];
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
        byte[] body = await BeginningAsync(content, limit + 1, cancel);
        return body.Length <= limit
            ? body
            : throw new RewriterException(
                $"The language model's server sends more than the {limit / 1000} kB that an answer may have.");
    }

    private static async Task<byte[]> BeginningAsync(HttpContent content, int length, CancellationToken cancel)
    {
        byte[] buffer = new byte[length];
        await using var stream = await content.ReadAsStreamAsync(cancel);
        int count = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
        return buffer[..count];
    }

    private static bool BeginsAsObject(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'{', ..];
}
