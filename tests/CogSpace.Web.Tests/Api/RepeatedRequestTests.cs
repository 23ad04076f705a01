using System.Net;
using System.Net.Http.Headers;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

/// <summary>The same Idempotency-Key is the same video, however often it is sent.</summary>
public sealed class RepeatedRequestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task TheSameKey_IsTheSameVideo_AlsoAfterARestart_AndAtOnce()
    {
        string first, token;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var program = new ApiProgram(server);
            (await program.PostAsync("/videos", ApiSample.Small(), Named("a")))
                .Problem(HttpStatusCode.BadRequest, "invalid", "Idempotency-Key");
            token = await program.TokenAsync();
            program.Know(token);
            Assert.Equal(HttpStatusCode.Created, (await program.PostAsync("/tokens", new { })).Status);

            var answers = await Task.WhenAll(
                Enumerable.Range(0, 8).Select(_ => program.PostAsync("/videos", ApiSample.Small("a blue square"), Named("a"))));
            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.Status));
            first = Assert.Single(answers.Select(answer => answer.Json.GetProperty("id").GetString()!).Distinct());
            Assert.Equal(7, answers.Count(answer => answer.Headers.Contains("Idempotency-Replayed")));
        }

        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var program = new ApiProgram(server, token);
            var again = await program.PostAsync(
                "/videos", "{\"frames\": 9, \"steps\": 2, \"seed\": 7, \"prompt\": \"a blue square\"}", Named("a"));
            Assert.Equal(first, again.Json.GetProperty("id").GetString());
            (await program.PostAsync("/videos", ApiSample.Small("a red square"), Named("a")))
                .Problem(HttpStatusCode.UnprocessableEntity, "repeat_differs");
            var other = await program.PostAsync("/videos", ApiSample.Small("a red square"), Named("b"));
            Assert.NotEqual(first, other.Json.GetProperty("id").GetString());
            Assert.Equal(2, server.Board.All.Count);
        }
    }

    [Fact]
    public async Task AfterADay_TheKeyIsFree_AndAnotherProgramHasItsOwn()
    {
        var clock = new TestClock();
        await using var server = await RunningServer.StartAsync(_folder, clock, "Jobs:Retention=7.00:00:00");
        using var program = new ApiProgram(server);
        using var other = new ApiProgram(server);
        await program.AcceptedAsync();
        await other.AcceptedAsync();

        string first = await SentAsync(program);
        Assert.Equal(first, await SentAsync(program));
        Assert.NotEqual(first, await SentAsync(other));
        clock.Advance(TimeSpan.FromHours(25));
        Assert.NotEqual(first, await SentAsync(program));

        static async Task<string> SentAsync(ApiProgram program) =>
            (await program.PostAsync("/videos", ApiSample.Small(), Named("a"))).Json.GetProperty("id").GetString()!;
    }

    [Fact]
    public async Task AVideoThatWasDeleted_IsNotMadeAgainByALateRepetition()
    {
        var clock = new TestClock();
        string token;
        await using (var server = await RunningServer.StartAsync(_folder, clock))
        {
            using var program = await ApiProgram.KnownAsync(server);
            token = program.Http.DefaultRequestHeaders.Authorization!.Parameter!;
            string id = (await SentAsync(program)).Json.GetProperty("id").GetString()!;
            await program.UntilAsync(id);
            Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync($"/videos/{id}")).Status);

            (await SentAsync(program)).Problem(HttpStatusCode.Gone, "deleted");
            (await program.PostAsync("/videos", ApiSample.Small("a red square"), Named("a")))
                .Problem(HttpStatusCode.UnprocessableEntity, "repeat_differs");
            using var other = await ApiProgram.KnownAsync(server);
            Assert.Equal(HttpStatusCode.Accepted, (await SentAsync(other)).Status);
        }

        await using (var server = await RunningServer.StartAsync(_folder, clock))
        {
            using var program = new ApiProgram(server, token);
            (await SentAsync(program)).Problem(HttpStatusCode.Gone, "deleted");
            clock.Advance(TimeSpan.FromHours(25));
            Assert.Equal(HttpStatusCode.Accepted, (await SentAsync(program)).Status);
        }

        static Task<ApiProgram.Answer> SentAsync(ApiProgram program) =>
            program.PostAsync("/videos", ApiSample.Small(), Named("a"));
    }

    [Fact]
    public async Task AForm_IsTheSame_WhenItsFileIs()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        await program.AcceptedAsync();
        byte[] picture = await SampleFile.PictureAsync(96, 64);

        string first = (await SentAsync(program, picture)).Json.GetProperty("id").GetString()!;
        Assert.Equal(first, (await SentAsync(program, picture)).Json.GetProperty("id").GetString());
        (await SentAsync(program, await SampleFile.PictureAsync(64, 64)))
            .Problem(HttpStatusCode.UnprocessableEntity, "repeat_differs");

        static async Task<ApiProgram.Answer> SentAsync(ApiProgram program, byte[] picture)
        {
            using var form = new MultipartFormDataContent
            {
                { new StringContent(Sample.Prompt), "prompt" },
                { new StringContent("2"), "steps" },
                { new ByteArrayContent(picture), "image", "a.png" },
            };
            return await program.SendAsync(HttpMethod.Post, "/videos", form, Named("a"));
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Action<HttpRequestHeaders> Named(string key) => headers => headers.Add("Idempotency-Key", key);
}
