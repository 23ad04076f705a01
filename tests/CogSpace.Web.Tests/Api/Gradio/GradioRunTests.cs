using System.Net;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>Calls without a client: one request that waits, and one whose values have names.</summary>
public sealed class GradioRunTests : IDisposable
{
    private const string FewSteps = "Studio:Steps=2";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/run/generate")]
    [InlineData("/api/generate")]
    public async Task ACallThatWaits_IsAnsweredWithItsResult(string path)
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);

        var answer = await program.PostAsync(path, new { data = GradioProgram.Small() });

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.False(answer.Json.GetProperty("is_generating").GetBoolean());
        var data = answer.Json.GetProperty("data");
        Assert.Equal((4, 7), (data.GetArrayLength(), data[3].GetInt32()));
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(data[0].GetProperty("url").GetString()!)).Status);
    }

    [Fact]
    public async Task AWrongCallThatWaits_IsAnsweredWithItsError()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        var answer = await program.PostAsync("/run/generate", """{"data": [""]}""");

        Assert.Equal(HttpStatusCode.InternalServerError, answer.Status);
        Assert.Equal("The prompt is empty: describe the video.", answer.Json.GetProperty("error").GetString());
        Assert.Equal(
            "a ball",
            (await program.PostAsync("/run/enhance_prompt_func", """{"data": ["a ball"]}"""))
                .Json.GetProperty("data")[0].GetString());
        (await program.PostAsync("/run/predict", """{"data": ["a ball"]}""")).Failure(HttpStatusCode.NotFound);
        (await program.PostAsync("/run/generate", new { data = "a ball" })).Failure(HttpStatusCode.BadRequest);
        (await program.GetAsync("/gradio_api/run/generate")).Failure(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task WhatTakesTooLong_IsCancelled_UnlessItsSessionCanFindIt()
    {
        await using var server = await RestingServer.StartAsync(_folder, "Api:GenerateDeadline=00:00:01");
        using var program = new GradioProgram(server);

        (await program.PostAsync("/run/generate", new { data = GradioProgram.Small() })).Failure(HttpStatusCode.GatewayTimeout);
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(server.Board.All.Single())).State);

        (await program.PostAsync("/run/generate", new { data = GradioProgram.Small(), session_hash = program.Session }))
            .Failure(HttpStatusCode.GatewayTimeout);
        var job = Assert.Single(server.Board.All, job => !job.Status.IsOver);
        Assert.Equal(HttpStatusCode.OK, (await program.RejoinAsync(job.Id)).Status);
        Assert.True(await program.CancelAsync(job.Id));
    }

    [Fact]
    public async Task WhoHangsUp_IsNotWaitedFor()
    {
        await using var server = await RestingServer.StartAsync(_folder);
        using var program = new GradioProgram(server);
        using var hangUp = new CancellationTokenSource();

        var asked = program.Http.PostAsync(
            "/gradio_api/run/generate", new StringContent(
                JsonSerializer.Serialize(new { data = GradioProgram.Small() }), System.Text.Encoding.UTF8, "application/json"),
            hangUp.Token);
        while (server.Board.All.Count == 0)
            await Task.Delay(20, Cancel);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked);

        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(server.Board.All.Single())).State);
    }

    [Fact]
    public async Task ValuesMayHaveNames()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);

        string id = await CallAsync(new { prompt = Sample.Prompt, seed_value = 5, session_hash = program.Session });
        string refused = await CallAsync(new { prompt = Sample.Prompt, seed = 5 });

        var made = await program.HearAsync($"/gradio_api/call/v2/generate/{id}?session_hash={program.Session}");
        Assert.Equal(5, made[^1].Data[3].GetInt32());
        Assert.Equal(5UL, server.Board.All.Single().Request.Seed);
        var (type, data) = Assert.Single(await program.HearAsync($"/gradio_api/call/v2/generate/{refused}"));
        Assert.Equal("error", type);
        Assert.StartsWith(
            "The function /generate has no parameter \"seed\". There are: prompt, image_input,",
            data.GetProperty("error").GetString(), StringComparison.Ordinal);
        (await program.PostAsync("/call/v2/generate", new { session_hash = 5 })).Failure(HttpStatusCode.BadRequest);

        async Task<string> CallAsync(object named) =>
            (await program.PostAsync("/call/v2/generate", named)).Json.GetProperty("event_id").GetString()!;
    }

    public void Dispose() => _folder.Dispose();
}
