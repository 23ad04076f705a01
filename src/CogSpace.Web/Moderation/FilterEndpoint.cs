using System.Net.Http.Headers;
using System.Net.Mime;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Moderation;

/// <summary>The host's own program that says whether something is allowed.</summary>
internal sealed class FilterEndpoint : IDisposable
{
    private const int AtOnce = 8;
    private const int MostBytes = 64 * 1024;
    private const int LongestReason = 200;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    private readonly ModerationOptions _options;
    private readonly SemaphoreSlim _turns = new(AtOnce);
    private readonly HttpClient _client;

    public FilterEndpoint(IOptions<ModerationOptions> options)
    {
        _options = options.Value;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            Timeout = Timeout.InfiniteTimeSpan,        // ours counts reading the answer, too
            MaxResponseContentBufferSize = MostBytes,
        };
        if (!string.IsNullOrEmpty(_options.ApiKey))
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", _options.ApiKey);
    }

    /// <summary>Whether there is one.</summary>
    public bool IsSet => _options.EndpointAddress is not null;

    /// <exception cref="FilterFailedException">There is no usable answer; the message says why, without the question.</exception>
    public async Task<FilterAnswer> AskAsync(FilterQuestion question, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(_options.Timeout);
        try
        {
            await _turns.WaitAsync(limit.Token);
            try
            {
                return await SendAsync(question, limit.Token);
            }
            finally
            {
                _turns.Release();
            }
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw new FilterFailedException("it did not answer in time");
        }
        catch (HttpRequestException e)
        {
            throw new FilterFailedException($"it cannot be asked ({e.HttpRequestError})");
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            throw new FilterFailedException("its answer is not {\"allowed\": true} or {\"allowed\": false, \"reason\": ...}");
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _turns.Dispose();
    }

    private async Task<FilterAnswer> SendAsync(FilterQuestion question, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _options.EndpointAddress)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(question, Format))
            {
                Headers = { ContentType = new MediaTypeHeaderValue(MediaTypeNames.Application.Json) },
            },
        };
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseContentRead, cancel);
        if (!response.IsSuccessStatusCode)
            throw new FilterFailedException($"it answered with status {(int)response.StatusCode}");
        byte[] json = await response.Content.ReadAsByteArrayAsync(cancel);
        var answer = JsonSerializer.Deserialize<FilterAnswer>(json, Format) ?? throw new JsonException("it is empty");
        return answer with { Reason = Line(answer.Reason) };
    }

    // One line without control characters, short enough for a sentence.
    private static string? Line(string? reason)
    {
        if (string.IsNullOrWhiteSpace(reason))
            return null;
        var line = new StringBuilder();
        foreach (var rune in reason.Trim().EnumerateRunes())
        {
            if (line.Length + rune.Utf16SequenceLength > LongestReason)
                break;
            line.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return line.ToString();
    }
}

/// <summary>The host's endpoint gave no usable answer.</summary>
internal sealed class FilterFailedException(string message) : Exception(message);
