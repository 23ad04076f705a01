using System.Net;
using System.Text;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api;

/// <summary>POST /generate, which answers with the video itself.</summary>
public sealed class GenerateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static object Request { get; } = new { prompt = Sample.Prompt, num_frames = 9, num_inference_steps = 2, seed = 7 };

    [Fact]
    public async Task APrompt_IsAnsweredWithItsVideo()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var answer = await program.PostAsync("/generate", Request);

        Assert.True(answer.Status == HttpStatusCode.OK, answer.Text);
        Assert.Equal("video/mp4", answer.Content.ContentType!.MediaType);
        Assert.Equal("ftyp", Encoding.ASCII.GetString(answer.Body, 4, 4));
        program.Know(Assert.Single(answer.Headers.GetValues("CogSpace-Token")));
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync(answer.Headers.Location!.OriginalString)).Status);
        Assert.Equal(9, server.Board.All.Single().Status.Recipe!.Made.Frames);
    }

    [Fact]
    public async Task WhoDoesNotWantToWait_GetsALink()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var answer = await program.PostAsync("/generate", Request, headers => headers.Add("Prefer", "respond-async, wait=10"));

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.Equal("respond-async", Assert.Single(answer.Headers.GetValues("Preference-Applied")));
        program.Know(answer.Json.GetProperty("token").GetString()!);
        await program.UntilAsync(answer.Json.GetProperty("id").GetString()!);
    }

    [Fact]
    public async Task AVideoThatTakesTooLong_IsAnsweredWithALink()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:GenerateDeadline=00:00:01");
        using var program = new ApiProgram(server);

        var answer = await program.PostAsync("/generate", new { prompt = Sample.Prompt, num_inference_steps = 1000 });

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        Assert.False(server.Board.All.Single().Status.IsOver);
        server.Board.All.Single().Cancel();
    }

    [Fact]
    public async Task WhoHangsUp_IsNotWaitedFor_UnlessItCanAskAgain()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        await program.AcceptedAsync();
        using var hangUp = new CancellationTokenSource();

        var first = AskAsync(program, hangUp.Token);
        var second = AskAsync(program, hangUp.Token, "again");
        while (server.Board.All.Count < 3)
            await Task.Delay(20, Cancel);
        await hangUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);

        var unnamed = server.Board.All.Single(job => job.Tag is null && job.Request.Steps == 1000);
        Assert.Equal(JobState.Cancelled, (await Wait.ForEndAsync(unnamed)).State);
        var named = server.Board.All.Single(job => job.Tag is not null);
        Assert.False(named.Cancelled.IsCancellationRequested);
        named.Cancel();

        static async Task AskAsync(ApiProgram program, CancellationToken cancel, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, "/generate")
            {
                Content = new StringContent(
                    $"{{\"prompt\": \"{Sample.Prompt}\", \"num_inference_steps\": 1000}}", Encoding.UTF8, "application/json"),
            };
            if (key is not null)
                request.Headers.Add("Idempotency-Key", key);
            using var answer = await program.Http.SendAsync(request, cancel);
        }
    }

    [Fact]
    public async Task AWrongRequest_IsAProblem()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        (await program.PostAsync("/generate", new { prompt = Sample.Prompt, frames = 9 }))
            .Problem(HttpStatusCode.BadRequest, "invalid", "frames");
        (await program.PostAsync("/generate", new { num_frames = 9 })).Problem(HttpStatusCode.BadRequest, "invalid", "prompt");
        (await program.GetAsync("/generate")).Problem(HttpStatusCode.MethodNotAllowed, "invalid");
    }

    public void Dispose() => _folder.Dispose();
}
