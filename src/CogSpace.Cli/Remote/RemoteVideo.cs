using System.CommandLine;
using System.Globalization;
using System.Net;
using CogSpace.Client;
using CogSpace.Generation;

namespace CogSpace.Cli.Remote;

/// <summary>A video that a server makes: asked for, followed and brought here.</summary>
internal sealed class RemoteVideo
{
    /// <summary>How long a command that is interrupted waits for the server at most, each time.</summary>
    public static readonly TimeSpan Farewell = TimeSpan.FromSeconds(5);

    private readonly CogSpaceClient _client;

    private RemoteVideo(CogSpaceClient client) => _client = client;

    /// <summary>Has a video made, writes it and the other formats that are asked for, and says so.</summary>
    /// <param name="server">That makes it.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="output">The file to write.</param>
    /// <param name="ask">Asks for the video.</param>
    /// <param name="cancel">Cancels the video on the server, too.</param>
    /// <exception cref="CogSpaceException">The message says what is wrong.</exception>
    public static async Task MakeAsync(
        RemoteServer server, ParseResult arguments, string output,
        Func<CogSpaceClient, CancellationToken, Task<Video>> ask, CancellationToken cancel)
    {
        using var client = new CogSpaceClient(
            server.Address, server.Key, retries: new RetryOptions
            {
                Waiting = (failure, wait) => Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{failure.Message} Trying again in {Math.Ceiling(wait.TotalSeconds)} s.")),
            });
        using var files = RemoteFiles.Create(output, FormatOptions.Read(arguments));
        try
        {
            await new RemoteVideo(client).RunAsync(until => ask(client, until), files, cancel);
        }
        catch (CogSpaceApiException e)
        {
            throw IsAboutTheRequest(e) ? new InvalidRequestException(e.Message) : new CogSpaceException(e.Message, e);
        }
    }

    private async Task RunAsync(Func<CancellationToken, Task<Video>> ask, RemoteFiles files, CancellationToken cancel)
    {
        var video = await AskAsync(ask, cancel);
        string made = video is { Seed: { } seed, Model: { } model } ? $"seed {seed}, model {model}, " : "";
        Console.Error.WriteLine($"{made}video {video.Id}");
        try
        {
            video = await FollowAsync(video, cancel);
        }
        catch (OperationCanceledException e)
        {
            throw await GiveUpAsync(video.Id, e);
        }

        if (video.Status == VideoStatus.Failed)
            throw new GenerationFailedException(video.Error ?? "The server could not make the video.");
        if (video.Status != VideoStatus.Finished)
            throw new CogSpaceException("The video was cancelled on the server.");
        ResultLines.WriteNotes(video.Notes ?? []);
        await files.DownloadAsync(_client, video.Id, cancel);
        files.Say(video.Recipe is { } recipe ? RecipeJson.Read(recipe.GetRawText()) : null);
    }

    // What was sent may be taken though nobody waits for the answer, which names the video that is to be cancelled.
    private static async Task<Video> AskAsync(Func<CancellationToken, Task<Video>> ask, CancellationToken cancel)
    {
        using var late = new CancellationTokenSource();
        using var _ = cancel.Register(() => late.CancelAfter(Farewell));
        return await ask(late.Token);
    }

    // A video that waits has no bars.
    private async Task<Video> FollowAsync(Video video, CancellationToken cancel)
    {
        await using var states = _client.WatchAsync(video.Id, cancel).GetAsyncEnumerator(cancel);
        string said = "";
        while (video.Status == VideoStatus.Queued && await states.MoveNextAsync())
        {
            video = states.Current;
            string line = WaitingLine(video);
            if (video.Status == VideoStatus.Queued && line != said)
                Console.Error.WriteLine(said = line);
        }

        return video.IsOver ? video : await StageBars.FollowAsync(progress => ShowAsync(video, states, progress));
    }

    private static async Task<Video> ShowAsync(
        Video video, IAsyncEnumerator<Video> states, IProgress<GenerationProgress> progress)
    {
        Show();
        while (await states.MoveNextAsync())
        {
            video = states.Current;
            Show();
        }

        return video;

        void Show()
        {
            if (ProgressOf(video) is { } now)
                progress.Report(now);
        }
    }

    private async Task<CogSpaceException> GiveUpAsync(string id, OperationCanceledException interrupted)
    {
        using var limit = new CancellationTokenSource(Farewell);
        try
        {
            await _client.CancelAsync(id, limit.Token);
            return new CogSpaceException("Interrupted; the video was cancelled on the server, too.", interrupted);
        }
        catch (Exception e) when (e is CogSpaceApiException or OperationCanceledException)
        {
            return new CogSpaceException($"Interrupted; the server could not be told, so it may go on with video {id}.", e);
        }
    }

    private static string WaitingLine(VideoProgress video)
    {
        if (video.Delay is { } delay)
            return delay;
        string place = video.QueuePosition is { } position
            ? string.Create(CultureInfo.InvariantCulture, $", {position} in the queue")
            : "";
        return $"Waiting{place}";
    }

    private static GenerationProgress? ProgressOf(VideoProgress video) =>
        video is { Stage: { } stage, Step: { } step, Steps: { } steps }
        && Enum.TryParse(stage.ToString(), out GenerationStage known)
            ? new GenerationProgress(known, step, steps, video.SecondsLeft)
            : null;

    private static bool IsAboutTheRequest(CogSpaceApiException failure) => failure.Status is
        HttpStatusCode.BadRequest or HttpStatusCode.Unauthorized or HttpStatusCode.RequestEntityTooLarge
        or HttpStatusCode.UnsupportedMediaType;
}
