using System.Net;
using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace CogSpace.Client.Http;

/// <summary>Hears of every change of a video, over as many connections as that takes.</summary>
internal sealed class EventReader(Connection connection)
{
    private const string LastEvent = "Last-Event-ID";

    // The server says that it is there every 15 seconds.
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(45);

    /// <param name="path">Where the events are, behind /api/v1/.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceApiException">The server cannot be reached any more, or has no such video.</exception>
    public async IAsyncEnumerable<Video> ReadAsync(string path, [EnumeratorCancellation] CancellationToken cancel)
    {
        string? last = null;
        for (int cuts = 0; ; cuts++)
        {
            await connection.PauseAsync(cuts, cancel);
            string? seen = last;
            using var response = await connection.OpenAsync(
                new Call(HttpMethod.Get, path)
                {
                    Headers = headers =>
                    {
                        if (seen is not null)
                            headers.Add(LastEvent, seen);
                    },
                },
                cancel);
            if (response.StatusCode == HttpStatusCode.NoContent)
                yield break;       // nothing more will come
            await using var body = new PatientStream(await response.Content.ReadAsStreamAsync(cancel), Silence);
            await using var events = SseParser.Create(body, Parse).EnumerateAsync(cancel).GetAsyncEnumerator(cancel);
            while (await NextAsync(events, cancel) is { Data: { } video } news)
            {
                (last, cuts) = (news.EventId ?? last, 0);
                yield return video;
                if (video.IsOver)
                    yield break;
            }
        }
    }

    private static Video? Parse(string type, ReadOnlySpan<byte> data) =>
        JsonSerializer.Deserialize(data, ClientJson.Default.Video);

    // null: the connection is over.
    private async Task<SseItem<Video?>?> NextAsync(IAsyncEnumerator<SseItem<Video?>> events, CancellationToken cancel)
    {
        try
        {
            return await events.MoveNextAsync() ? events.Current : null;
        }
        catch (Exception e) when (connection.Failures.Of(e, cancel) is { } failure)
        {
            return failure.Kind == FailureKind.Lost ? null : throw failure;
        }
    }
}
