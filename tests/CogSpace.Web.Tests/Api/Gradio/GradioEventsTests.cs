using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>Events, and who may hear of them.</summary>
public sealed class GradioEventsTests : IDisposable
{
    private const string FewSteps = "Studio:Steps=2";
    private const string Key = "csk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoEventsOfASession_AreToldInOneStream_InTheirOrder()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);
        string first = await program.JoinAsync(GradioProgram.Small(seed: 1));
        string second = await program.JoinAsync(GradioProgram.Small(seed: 2));

        var told = await program.ListenAsync();

        var estimation = told.First(message => message.Kind() == "estimation" && message.Event() == second);
        Assert.InRange(estimation.GetProperty("rank").GetInt32(), 0, 1);
        Assert.InRange(estimation.GetProperty("queue_size").GetInt32(), 1, 2);
        Assert.Equal(1, told.ResultOf(first)[3].GetInt32());
        Assert.Equal(2, told.ResultOf(second)[3].GetInt32());
        Assert.Equal("close_stream", told[^1].Kind());
        Assert.Equal(
            [first, second],
            told.Where(message => message.Kind() == "process_completed").Select(message => message.Event()));
    }

    [Fact]
    public async Task ADroppedStream_DropsNothing_NorDoesARestart()
    {
        string session, id;
        await using (var before = await RestingServer.StartAsync(_folder))
        {
            using var program = new GradioProgram(before);
            session = program.Session;
            id = await program.JoinAsync(GradioProgram.Small());
            await program.ListenAsync(enough: message => message.Kind() == "progress");
            Assert.False(before.Board.FindOfAnybody(id)!.Status.IsOver);

            // A client that joins again hears of the event from where it stands.
            Assert.Equal(id, (await program.RejoinAsync(id)).Json.GetProperty("event_id").GetString());
            var again = await program.ListenAsync(enough: message => message.Kind() == "progress");
            Assert.Equal("process_starts", again[0].Kind());

            // Who listens when the server ends is told, as by Gradio's server.
            var last = program.ListenAsync();
            await Task.Delay(500, Cancel);
            await before.StopAsync();
            var end = (await last)[^1];
            Assert.Equal(
                ("unexpected_error", "Server stopped unexpectedly."), (end.Kind(), end.GetProperty("message").GetString()));
        }

        await using var after = await RestingServer.StartAsync(_folder);
        using var same = new GradioProgram(after, session);
        using var other = new GradioProgram(after);
        (await other.RejoinAsync(id)).Failure(HttpStatusCode.NotFound);
        Assert.Equal(HttpStatusCode.OK, (await same.RejoinAsync(id)).Status);
        var heard = same.ListenAsync();
        await Wait.ForStepAsync(after.Board.FindOfAnybody(id)!);
        Assert.True(await same.CancelAsync(id));
        Assert.Equal("It was cancelled.", (await heard).ErrorOf(id));
    }

    [Fact]
    public async Task WhatWasTold_IsToldAgain_WhereItIsAskedFor_AlsoAfterARestart()
    {
        string session, id;
        await using (var before = await RunningServer.StartAsync(_folder, FewSteps))
        {
            using var program = new GradioProgram(before);
            session = program.Session;
            id = await program.JoinAsync(GradioProgram.Small());
            (await program.ListenAsync()).ResultOf(id);
            Assert.True(before.Board.FindOfAnybody(id)!.Tag!.Gradio!.IsTold);

            // A second event alone is told, and not the first one once more.
            string refused = await program.JoinAsync([""]);
            var told = await program.ListenAsync();
            Assert.All(told.SkipLast(1), message => Assert.Equal(refused, message.Event()));
        }

        await using var after = await RunningServer.StartAsync(_folder, FewSteps);
        using var same = new GradioProgram(after, session);
        Assert.Equal(HttpStatusCode.OK, (await same.RejoinAsync(id)).Status);
        var data = (await same.ListenAsync()).ResultOf(id);
        Assert.Equal(HttpStatusCode.OK, (await same.GetAsync(data[0].GetProperty("url").GetString()!)).Status);
        (await same.ListenAsync()).ResultOf(id);       // nothing is new, so everything is told
    }

    [Fact]
    public async Task OneSession_NeitherHearsNorStopsAnother()
    {
        await using var server = await RestingServer.StartAsync(_folder);
        using var mine = new GradioProgram(server);
        using var foreign = new GradioProgram(server);
        string id = await mine.JoinAsync(GradioProgram.Small());
        var job = server.Board.FindOfAnybody(id)!;
        await Wait.ForStepAsync(job);

        var nothing = Assert.Single(await foreign.ListenAsync());
        Assert.Equal("unexpected_error", nothing.Kind());
        Assert.True(nothing.GetProperty("session_not_found").GetBoolean());
        (await foreign.RejoinAsync(id)).Failure(HttpStatusCode.NotFound);
        (await foreign.GetAsync($"/gradio_api/call/generate/{id}")).Failure(HttpStatusCode.NotFound);
        (await foreign.GetAsync($"/gradio_api/call/generate/{id}?session_hash={foreign.Session}"))
            .Failure(HttpStatusCode.NotFound);
        Assert.False(await foreign.CancelAsync(id));
        Assert.False(job.Cancelled.IsCancellationRequested);

        Assert.True(await mine.CancelAsync(id));
        Assert.Equal("It was cancelled.", (await mine.ListenAsync()).ErrorOf(id));
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(job)).State);
        Assert.Equal(HttpStatusCode.OK, (await mine.PostAsync("/reset", new { event_id = id })).Status);
    }

    [Fact]
    public async Task VideosOfOtherInterfaces_AreNoEvents()
    {
        await using var server = await RestingServer.StartAsync(_folder);
        using var api = new ApiProgram(server);
        string id = await api.AcceptedAsync(ApiSample.Long());
        using var program = new GradioProgram(server);

        Assert.False(await program.CancelAsync(id));
        (await program.RejoinAsync(id)).Failure(HttpStatusCode.NotFound);
        (await program.GetAsync($"/gradio_api/call/generate/{id}")).Failure(HttpStatusCode.NotFound);
        server.Board.FindOfAnybody(id)!.Cancel();
    }

    [Fact]
    public async Task AKey_OwnsTheEvents_AndItsSessionStillCancelsThem()
    {
        await using var server = await RestingServer.StartAsync(
            _folder, "Api:Keys:0:Name=studio", $"Api:Keys:0:Sha256={ProgramKey.HashOf(Key)}");
        using var program = new GradioProgram(server, key: Key);
        using var withoutKey = new GradioProgram(server, program.Session);
        using var python = new GradioProgram(server, program.Session);
        python.Http.DefaultRequestHeaders.Add("X-Hf-Authorization", $"Bearer {Key}");
        string id = await program.JoinAsync(GradioProgram.Small());
        string second = await python.JoinAsync(GradioProgram.Small());

        var job = server.Board.FindOfAnybody(id)!;
        Assert.Equal(("key studio", job.Owner), (job.Visitor.Address, server.Board.FindOfAnybody(second)!.Owner));
        Assert.Equal("unexpected_error", Assert.Single(await withoutKey.ListenAsync()).Kind());
        Assert.True(await withoutKey.CancelAsync(id));
        Assert.True(await python.CancelAsync(second));
        Assert.Equal("It was cancelled.", (await program.ListenAsync()).ErrorOf(id));
    }

    [Fact]
    public async Task ASimpleCall_IsKnownByItsEvent()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);
        string id = await CallAsync("generate", GradioProgram.Small());
        string refused = await CallAsync("generate", [""]);
        string enhanced = await CallAsync("enhance_prompt_func", ["a ball"]);

        var made = await program.HearAsync($"/gradio_api/call/generate/{id}");
        Assert.Equal("complete", made[^1].Type);
        Assert.Equal((4, 7), (made[^1].Data.GetArrayLength(), made[^1].Data[3].GetInt32()));
        var (type, data) = Assert.Single(await program.HearAsync($"/gradio_api/call/generate/{refused}"));
        Assert.Equal(
            ("error", "The prompt is empty: describe the video."), (type, data.GetProperty("error").GetString()));
        (type, data) = Assert.Single(await program.HearAsync($"/gradio_api/call/enhance_prompt_func/{enhanced}"));
        Assert.Equal(("complete", "a ball"), (type, data[0].GetString()));
        (await program.GetAsync($"/gradio_api/call/enhance_prompt_func/{id}")).Failure(HttpStatusCode.NotFound);
        (await program.GetAsync($"/gradio_api/call/generate/{UnguessableId.New()}")).Failure(HttpStatusCode.NotFound);

        async Task<string> CallAsync(string name, object?[] values) =>
            (await program.PostAsync($"/call/{name}", new { data = values })).Json.GetProperty("event_id").GetString()!;
    }

    [Fact]
    public async Task StreamsAndHeartbeats_AreCountedAndRefused()
    {
        await using var server = await RestingServer.StartAsync(_folder);
        using var program = new GradioProgram(server, address: "203.0.113.9");
        string id = await program.JoinAsync(GradioProgram.Small());
        var open = new List<HttpResponseMessage>();
        try
        {
            for (int stream = 0; stream < 19; stream++)
                open.Add(await OpenAsync($"/gradio_api/queue/data?session_hash={program.Session}"));
            open.Add(await OpenAsync($"/gradio_api/heartbeat/{program.Session}"));
            Assert.All(open, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            using var reader = new StreamReader(await open[^1].Content.ReadAsStreamAsync(Cancel));
            Assert.Equal("data: ALIVE", await reader.ReadLineAsync(Cancel));

            using var refused = await OpenAsync($"/gradio_api/queue/data?session_hash={program.Session}");
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        }
        finally
        {
            open.ForEach(answer => answer.Dispose());
        }

        await program.CancelAsync(id);

        Task<HttpResponseMessage> OpenAsync(string path) =>
            program.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, Cancel);
    }

    public void Dispose() => _folder.Dispose();
}
