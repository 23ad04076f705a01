using System.Text.Json;
using CogSpace.Tests.Rewriting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using static CogSpace.Tests.Rewriting.TestLanguageModel;

namespace CogSpace.Web.Tests.Moderation;

/// <summary>Prompts and videos that the host does not want, by its list and by its endpoint.</summary>
public sealed class ContentFilterTests : IDisposable
{
    private const string Owner = "0123456789abcdef0123456789abcdef";
    private const string Json = "application/json";

    private static readonly Answer Allows = Sends(200, Json, """{"allowed": true}""");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task APromptOfTheList_IsRefused_AndANegativeOneToo_AndTheNextIsMade()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var e = await RefusedAsync(server, Sample.Request(prompt: "naked children"));
        Assert.Equal(422, e.Status);
        Assert.Equal("This prompt asks for something that this server does not make. Please write another.", e.Message);
        e = await RefusedAsync(server, Sample.Request() with { NegativePrompt = "child porn" });
        Assert.StartsWith("This negative prompt asks", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<RefusedException>(() => server.Admission.CheckRewrittenAsync("naked children", Cancel));
        Assert.StartsWith("This rewritten prompt asks", e.Message, StringComparison.Ordinal);

        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
        Assert.Equal(JobState.Finished, (await MadeAsync(server)).State);
    }

    [Fact]
    public async Task TheHostsOwnList_TakesThePlaceOfOurs()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "red circle\n", Cancel);
        await using var server = await RunningServer.StartAsync(_folder, $"Moderation:WordsFile={_folder["words.txt"]}");

        await RefusedAsync(server, Sample.Request());
        await server.Admission.CheckPromptAsync("naked children", Cancel);
    }

    [Fact]
    public async Task AListThatIsNone_StopsTheStart_WithTheLine()
    {
        await File.WriteAllTextAsync(_folder["words.txt"], "ok\n[none]\n", Cancel);

        var e = await Assert.ThrowsAsync<CogSpaceException>(() => RunningServer.StartAsync(
            _folder, $"Moderation:WordsFile={_folder["words.txt"]}"));

        Assert.Contains("Line 2 of ", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TheEndpoint_IsAskedAboutPromptsAndPictures_AndAllows()
    {
        await using var host = await TestLanguageModel.StartAsync(Allows);
        await using var server = await RunningServer.StartAsync(
            _folder, $"Moderation:Endpoint={host.BaseUrl}", "Moderation:ApiKey=secret", "Moderation:Frames=3");

        var status = await MadeAsync(server, Sample.Request() with { NegativePrompt = "blur" });

        Assert.Equal(JobState.Finished, status.State);
        var asked = host.Visits.Select(visit => JsonDocument.Parse(visit.Body).RootElement).ToArray();
        Assert.Equal([Sample.Prompt, "blur", Sample.Prompt], asked.Select(each => each.GetProperty("prompt").GetString()));
        Assert.All(host.Visits, visit => Assert.Equal("Bearer secret", visit.Authorization));
        Assert.False(asked[0].TryGetProperty("frames", out _));
        string[] frames = [.. asked[2].GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!)];
        Assert.Equal(3, frames.Distinct().Count());
        foreach (string frame in frames)
        {
            Assert.StartsWith("data:image/jpeg;base64,", frame, StringComparison.Ordinal);
            Assert.Equal([0xFF, 0xD8, 0xFF], Convert.FromBase64String(frame.Split(',')[1])[..3]);
        }
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task WherePicturesAreChecked_NoPreviewIsShown(int frames, bool expected)
    {
        await using var host = await TestLanguageModel.StartAsync(Allows);
        await using var server = await RunningServer.StartAsync(
            _folder, $"Moderation:Endpoint={host.BaseUrl}", $"Moderation:Frames={frames}");
        var job = await server.Board.SubmitAsync(Owner, Sample.Request(steps: 4), Sample.Model, Cancel);
        bool seen = false;
        using (job.OnChange(() => seen |= job.Status.Progress?.Preview is not null))
            Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);

        Assert.Equal(expected, seen);       // the first comes with the first step
    }

    [Fact]
    public async Task TheEndpoint_RefusesAPrompt_WithItsReason()
    {
        string reason = $"no circles\u0007 here. {new string('x', 1000)}";
        await using var host = await TestLanguageModel.StartAsync(
            Sends(200, Json, JsonSerializer.Serialize(new { allowed = false, reason })), Allows);
        await using var server = await RunningServer.StartAsync(_folder, $"Moderation:Endpoint={host.BaseUrl}");

        var e = await RefusedAsync(server, Sample.Request());

        Assert.Contains("The reason that was given: no circles  here. xxx", e.Message, StringComparison.Ordinal);
        Assert.InRange(e.Message.Length, 200, 400);
        Assert.Equal(JobState.Finished, (await MadeAsync(server)).State);
    }

    [Fact]
    public async Task TheEndpoint_RefusesAVideo_AndNothingOfItIsKept()
    {
        await using var host = await TestLanguageModel.StartAsync(
            Allows, Sends(200, Json, """{"allowed": false, "reason": "It shows a circle."}"""), Allows);
        await using var server = await RunningServer.StartAsync(_folder, $"Moderation:Endpoint={host.BaseUrl}");

        var job = await server.Board.SubmitAsync(Owner, Sample.Request(), Sample.Model, Cancel);
        var status = await Wait.ForEndAsync(job);

        Assert.Equal(JobState.Failed, status.State);
        Assert.Equal(
            "The video came out as something that this server does not show, so it is not kept. The reason that was given: " +
            "It shows a circle.",
            status.Error);
        Assert.Equal(["job.json"], Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName));
        Assert.Equal(JobState.Finished, (await MadeAsync(server)).State);
    }

    [Theory]
    [InlineData("500", "it answered with status 500")]
    [InlineData("redirect", "it answered with status 302")]
    [InlineData("not JSON", "its answer is not {")]
    [InlineData("no answer", "its answer is not {")]
    [InlineData("too long", "it cannot be asked (")]
    [InlineData("silent", "it did not answer in time")]
    public async Task AnEndpointThatFails_IsNotTakenForOneThatAllows(string kind, string problem)
    {
        await using var host = await TestLanguageModel.StartAsync(kind switch
        {
            "500" => Sends(500, Json, """{"allowed": true}"""),
            "redirect" => Sends(302, Json, """{"allowed": true}""", ("Location", "/elsewhere")),
            "not JSON" => Sends(200, Json, "allowed"),
            "no answer" => Sends(200, Json, """{"reason": "?"}"""),
            "too long" => Sends(200, Json, "{\"allowed\": true, \"reason\": \"" + new string('x', 100_000) + "\"}"),
            _ => IsSilent(),
        });
        using var endpoint = new FilterEndpoint(Options.Create(new ModerationOptions
        {
            Endpoint = host.BaseUrl,
            Timeout = TimeSpan.FromSeconds(kind == "silent" ? 1 : 100),
        }));

        var e = await Assert.ThrowsAsync<FilterFailedException>(() => endpoint.AskAsync(new FilterQuestion("a ball"), Cancel));

        Assert.StartsWith(problem, e.Message, StringComparison.Ordinal);
        Assert.InRange(host.Visits.Count, 0, 1);
    }

    [Fact]
    public async Task WhileTheEndpointFails_PromptsAreRefused_OrLetThroughWhereThatIsSet()
    {
        await using var host = await TestLanguageModel.StartAsync(Sends(500, Json, "{}"));
        await using (var server = await RunningServer.StartAsync(_folder, $"Moderation:Endpoint={host.BaseUrl}"))
        {
            var e = await RefusedAsync(server, Sample.Request());
            Assert.Equal(503, e.Status);
            Assert.Equal(
                "The prompt cannot be checked at the moment, so it is not taken. Please try again in a minute.", e.Message);
        }

        await using (var server = await RunningServer.StartAsync(
            _folder, $"Moderation:Endpoint={host.BaseUrl}", "Moderation:FailOpen=true"))
            Assert.Equal(JobState.Finished, (await MadeAsync(server)).State);
        Assert.Equal(3, host.Visits.Count);
    }

    [Fact]
    public async Task AVideoThatNobodyCanCheck_IsNotKept_AfterThreeTries()
    {
        await using var host = await TestLanguageModel.StartAsync(Allows, Sends(500, Json, "{}"));
        var clock = new FakeTimeProvider();
        await using var server = await RunningServer.StartAsync(_folder, clock, $"Moderation:Endpoint={host.BaseUrl}");

        var job = await server.Board.SubmitAsync(Owner, Sample.Request(), Sample.Model, Cancel);
        while (!job.Status.IsOver)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancel);
        }

        var status = await Wait.ForEndAsync(job);

        Assert.Equal(
            "The video was made but cannot be checked at the moment, so it is not kept. Please try again later.", status.Error);
        Assert.Equal(4, host.Visits.Count);
        Assert.Equal(["job.json"], Directory.EnumerateFiles(_folder["data", "jobs", job.Id]).Select(Path.GetFileName));
    }

    private static Task<RefusedException> RefusedAsync(RunningServer server, GenerationRequest request) =>
        Assert.ThrowsAsync<RefusedException>(() => server.Board.SubmitAsync(Owner, request, Sample.Model, Cancel));

    private static async Task<JobStatus> MadeAsync(RunningServer server, GenerationRequest? request = null) =>
        await Wait.ForEndAsync(
            await server.Board.SubmitAsync(Owner, request ?? Sample.Request(), Sample.Model, Cancel));
}
