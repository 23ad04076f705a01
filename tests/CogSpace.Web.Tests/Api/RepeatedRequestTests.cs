using System.Net;
using System.Net.Http.Headers;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

/// <summary>The same Idempotency-Key is the same video, however often it is sent.</summary>
public sealed class RepeatedRequestTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

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

    [Fact]
    public async Task AKillBetweenTakingAndAnswering_MakesExactlyOneVideo()
    {
        const string Secret = "csk_of-a-test";
        string[] settings = ["Api__Keys__0__Name=test", $"Api__Keys__0__Sha256={ProgramKey.HashOf(Secret)}"];
        var random = new Random(20260101);
        const int Kills = 3;
        for (int kill = 0; kill < Kills; kill++)
        {
            using var server = ServerProcess.Start(_folder, settings);
            using var program = new ApiProgram(await server.ListensAsync(), Secret);
            var asked = AskAsync(program, kill);
            await Task.Delay(random.Next(0, 400), Cancel);       // sooner or later than the answer
            server.Kill();
            await asked;
        }

        using var last = ServerProcess.Start(_folder, settings);
        using var again = new ApiProgram(await last.ListensAsync(), Secret);
        for (int kill = 0; kill < Kills; kill++)
            Assert.NotNull(await AskAsync(again, kill));
        var videos = (await again.GetAsync("/videos")).Json.GetProperty("videos").EnumerateArray();
        Assert.Equal(
            Enumerable.Range(0, Kills).Select(Prompt).Reverse().Order(),
            videos.Select(video => video.GetProperty("request").GetProperty("prompt").GetString()!).Order());
        Assert.Equal(Kills, Directory.EnumerateFiles(_folder["data", "jobs"], "job.json", SearchOption.AllDirectories).Count());

        static string Prompt(int kill) => $"a red circle, {kill} times";

        // null: the server was killed before it could answer.
        static async Task<string?> AskAsync(ApiProgram program, int kill)
        {
            try
            {
                var answer = await program.PostAsync("/videos", ApiSample.Small(Prompt(kill)), Named($"kill {kill}"));
                Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
                return answer.Json.GetProperty("id").GetString();
            }
            catch (HttpRequestException)
            {
                return null;
            }
        }
    }

    public void Dispose() => _folder.Dispose();

    private static Action<HttpRequestHeaders> Named(string key) => headers => headers.Add("Idempotency-Key", key);
}
