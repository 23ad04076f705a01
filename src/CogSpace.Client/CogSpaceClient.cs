using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using CogSpace.Client.Http;

namespace CogSpace.Client;

/// <summary>
/// A program's way to one CogSpace server. Methods may be called at once. Each throws a <see cref="CogSpaceApiException"/> where
/// the server refuses or cannot be reached, after sending the request again for as long as <see cref="RetryOptions"/> say.
/// </summary>
public sealed class CogSpaceClient : IDisposable
{
    private const int LargestPage = 100;
    private const string Repeating = "Idempotency-Key";

    private readonly Connection _connection;

    /// <param name="server">Its address, such as http://localhost:7860, with the path that it is served below.</param>
    /// <param name="key">
    /// A key of the host, or the <see cref="Token"/> of an earlier client; null: the server hands out a token.
    /// </param>
    /// <param name="http">Sends the requests, and is not disposed; null: one of its own.</param>
    /// <param name="retries">How it bears with a server that is away or busy; null: as usual.</param>
    /// <exception cref="ArgumentException">The address does not begin with http:// or https://.</exception>
    public CogSpaceClient(Uri server, string? key = null, HttpClient? http = null, RetryOptions? retries = null) =>
        _connection = new Connection(server, key, http, retries ?? new RetryOptions());

    /// <summary>
    /// The token by which the server recognizes this program, so that it can reach its videos again; null: it has a key, or
    /// has made nothing yet. Keep it secret: it is all that is needed to reach the videos.
    /// </summary>
    public string? Token => _connection.Token;

    /// <summary>Asks for a video.</summary>
    /// <param name="request">What to make; files go with it.</param>
    /// <param name="repeatKey">
    /// The same text for the same request makes one video in 24 hours, also of another client with the same key or token;
    /// null: one that belongs to this call.
    /// </param>
    /// <param name="cancel">Ends the waiting; the server may have taken the request by then.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public Task<Video> CreateAsync(VideoRequest request, string? repeatKey = null, CancellationToken cancel = default) =>
        AskAsync("videos", BodyOf(request), repeatKey, cancel);

    /// <summary>Asks for a video that goes on from the last frame of a finished one.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task<Video> ExtendAsync(string id, string? repeatKey = null, CancellationToken cancel = default) =>
        AskAsync($"{PathOf(id)}/extend", body: null, repeatKey, cancel);

    /// <summary>Asks for more pixels, and perhaps more frames, of a video.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task<Video> UpscaleAsync(UpscaleRequest request, string? repeatKey = null, CancellationToken cancel = default) =>
        AskAsync(
            "upscale", RequestBody.Of(request, ClientJson.Default.UpscaleRequest, ("video", request.Video)), repeatKey, cancel);

    /// <summary>Asks for more frames per second of a video.</summary>
    /// <inheritdoc cref="CreateAsync"/>
    public Task<Video> InterpolateAsync(
        InterpolateRequest request, string? repeatKey = null, CancellationToken cancel = default) =>
        AskAsync(
            "interpolate", RequestBody.Of(request, ClientJson.Default.InterpolateRequest, ("video", request.Video)), repeatKey,
            cancel);

    /// <summary>Looks how a video stands.</summary>
    public Task<Video> GetAsync(string id, CancellationToken cancel = default) =>
        _connection.SendAsync(new Call(HttpMethod.Get, PathOf(id)), ClientJson.Default.Video, cancel);

    /// <summary>Lists the own videos, the newest first.</summary>
    /// <param name="status">Only those that stand so; null: all.</param>
    /// <param name="pageSize">How many are asked for at once, 1 to 100.</param>
    /// <param name="cancel">Ends it.</param>
    public async IAsyncEnumerable<Video> ListAsync(
        VideoStatus? status = null, int pageSize = LargestPage, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        string query = FormattableString.Invariant($"videos?limit={pageSize}")
            + (status is { } wanted ? $"&status={JsonNamingPolicy.SnakeCaseLower.ConvertName(wanted.ToString())}" : "");
        string after = "";
        VideoPage page;
        do
        {
            page = await _connection.SendAsync(
                new Call(HttpMethod.Get, query + after), ClientJson.Default.VideoPage, cancel);
            foreach (var video in page.Videos)
            {
                yield return video;
                after = $"&after={Uri.EscapeDataString(video.Id)}";
            }
        }
        while (page.Next is not null && page.Videos.Count > 0);
    }

    /// <summary>
    /// Hears of every change of a video, beginning with how it stands, until it is over. Connects again by itself.
    /// </summary>
    public IAsyncEnumerable<Video> WatchAsync(string id, CancellationToken cancel = default) =>
        new EventReader(_connection).ReadAsync($"{PathOf(id)}/events", cancel);

    /// <summary>Cancels a video that is not over, which can still be looked at then. One that is over stays.</summary>
    /// <remarks>A video that ends at this very moment is deleted: the server has one request for both.</remarks>
    public async Task CancelAsync(string id, CancellationToken cancel = default)
    {
        if (!(await GetAsync(id, cancel)).IsOver)
            await SendDeleteAsync(id, cancel);
    }

    /// <summary>Deletes a video and its files; one that is not over is cancelled before.</summary>
    public async Task DeleteAsync(string id, CancellationToken cancel = default)
    {
        if (await SendDeleteAsync(id, cancel) == HttpStatusCode.NoContent)
            return;
        await foreach (var _ in WatchAsync(id, cancel))
        {
            // It is cancelled after the step that is being computed.
        }

        await SendDeleteAsync(id, cancel);
    }

    /// <summary>Downloads a finished video into a stream, and goes on after a cut.</summary>
    /// <param name="id">Of the video.</param>
    /// <param name="destination">Stays open. One that can seek also takes a file that changes meanwhile.</param>
    /// <param name="format">Which file of it. One that is not there yet is made first.</param>
    /// <param name="progress">Is told how many bytes have come; null: nobody is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The destination does not take it.</exception>
    public Task DownloadAsync(
        string id, Stream destination, ContentFormat format = ContentFormat.Mp4, IProgress<long>? progress = null,
        CancellationToken cancel = default) =>
        new ContentDownload(
            _connection, $"{PathOf(id)}/content?format={format.ToString().ToLowerInvariant()}", destination, progress)
            .RunAsync(cancel);

    /// <summary>
    /// Downloads a finished video into a file, and goes on after a cut. The file appears under its name when it is complete.
    /// </summary>
    /// <param name="id">Of the video.</param>
    /// <param name="path">The file; one that is there is replaced. Until it is complete, ".part" is added to its name.</param>
    /// <param name="format">Which file of the video. One that is not there yet is made first.</param>
    /// <param name="progress">Is told how many bytes have come; null: nobody is.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public async Task DownloadAsync(
        string id, string path, ContentFormat format = ContentFormat.Mp4, IProgress<long>? progress = null,
        CancellationToken cancel = default)
    {
        string part = $"{path}.part";
        try
        {
            await using (var file = File.Create(part))
                await DownloadAsync(id, file, format, progress, cancel);
            File.Move(part, path, overwrite: true);
        }
        catch
        {
            File.Delete(part);
            throw;
        }
    }

    /// <summary>Sends a picture or a video to make videos from.</summary>
    /// <param name="file">A file or a stream.</param>
    /// <param name="kind">What it should be; null: the server looks.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ArgumentException">It is an id.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public async Task<UploadedFile> UploadAsync(
        VideoSource file, UploadKind? kind = null, CancellationToken cancel = default)
    {
        await _connection.IntroduceAsync(cancel);
        string query = kind switch
        {
            UploadKind.Image => "?kind=image",
            UploadKind.Video => "?kind=video",
            _ => "",
        };
        return await _connection.SendAsync(
            new Call(HttpMethod.Post, $"uploads{query}") { Body = RequestBody.Of(file), Limit = Call.Long },
            ClientJson.Default.UploadedFile, cancel);
    }

    /// <summary>Says what a request would make and how long that takes, without asking for it.</summary>
    /// <param name="request">What to make; a picture or video has to be an upload.</param>
    /// <param name="cancel">Ends it.</param>
    public Task<VideoEstimate> EstimateAsync(VideoRequest request, CancellationToken cancel = default) =>
        PostAsync("estimate", BodyOf(request), ClientJson.Default.VideoEstimate, cancel);

    /// <summary>Lists what can be asked for.</summary>
    public Task<ServerOffer> GetModelsAsync(CancellationToken cancel = default) =>
        _connection.SendAsync(new Call(HttpMethod.Get, "models"), ClientJson.Default.ServerOffer, cancel);

    /// <summary>Has the language model of the host make a longer prompt of a short idea.</summary>
    /// <param name="prompt">The idea, in any language.</param>
    /// <param name="purpose">What the prompt is for.</param>
    /// <param name="model">The model that it is for, by its name; null: the one that is taken where none is named.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<string> RewriteAsync(
        string prompt, RewritePurpose purpose = RewritePurpose.Prompt, string? model = null,
        CancellationToken cancel = default)
    {
        var body = RequestBody.Of(new RewriteRequest(prompt, purpose, model), ClientJson.Default.RewriteRequest);
        return (await PostAsync("prompts/rewrite", body, ClientJson.Default.RewrittenPrompt, cancel)).Prompt;
    }

    /// <inheritdoc/>
    public void Dispose() => _connection.Dispose();

    private static string PathOf(string id) => $"videos/{Uri.EscapeDataString(id)}";

    private static RequestBody BodyOf(VideoRequest request) => RequestBody.Of(
        request, ClientJson.Default.VideoRequest, ("image", request.Image), ("video", request.Video));

    private async Task<Video> AskAsync(string path, RequestBody? body, string? repeatKey, CancellationToken cancel)
    {
        await _connection.IntroduceAsync(cancel);       // the key to repeat by belongs to who asks
        repeatKey ??= Guid.NewGuid().ToString("N");
        return await _connection.SendAsync(
            new Call(HttpMethod.Post, path)
            {
                Body = body,
                Headers = headers => headers.Add(Repeating, repeatKey),
                Limit = body is { HasFiles: true } ? Call.Long : Call.Usual,
            },
            ClientJson.Default.Video, cancel);
    }

    private Task<T> PostAsync<T>(string path, RequestBody body, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class =>
        _connection.SendAsync(new Call(HttpMethod.Post, path) { Body = body, Limit = Call.Long }, type, cancel);

    // Sent once: the second time it deletes what the first time cancelled.
    private async Task<HttpStatusCode> SendDeleteAsync(string id, CancellationToken cancel)
    {
        using var response = await _connection.OpenAsync(
            new Call(HttpMethod.Delete, PathOf(id)) { IsRepeatable = false }, cancel);
        return response.StatusCode;
    }
}
