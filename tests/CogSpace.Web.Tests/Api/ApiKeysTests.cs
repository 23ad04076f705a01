using System.Net;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Web.Tests.Api;

public sealed class ApiKeysTests : IDisposable
{
    private const string Alice = "csk_alice-has-this-one";
    private const string Bob = "csk_bob-has-that-one";
    private const string Elsewhere = "203.0.113.9";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task AKey_SeesItsOwnVideosAlone_WhereverItAsksFrom_AndIsNeverLogged()
    {
        using var log = new HeardLog();
        await using var server = await RunningServer.StartAsync(
            _folder, services => services.AddLogging(logging => logging.AddProvider(log).SetMinimumLevel(LogLevel.Trace)),
            [.. KeyOf(0, "alice", Alice), .. KeyOf(1, "bob", Bob)]);
        using var alice = new ApiProgram(server, Alice);
        using var other = new ApiProgram(server, Alice, Elsewhere);
        using var bob = new ApiProgram(server, Bob);

        var answer = await alice.PostAsync("/videos", ApiSample.Small());

        Assert.False(answer.Json.TryGetProperty("token", out _));
        string id = answer.Json.GetProperty("id").GetString()!;
        Assert.Equal(HttpStatusCode.OK, (await other.GetAsync($"/videos/{id}")).Status);
        (await bob.GetAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        (await bob.DeleteAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        (await bob.PostAsync("/tokens", new { })).Problem(HttpStatusCode.Conflict, "has_key");
        Assert.Empty((await bob.GetAsync("/videos")).Json.GetProperty("videos").EnumerateArray());
        Assert.DoesNotContain(log.Lines, line => line.Contains(Alice, StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains(ProgramKey.HashOf(Alice), StringComparison.Ordinal));
    }

    [Fact]
    public async Task WithoutAnonymousUse_AKeyIsNeeded()
    {
        await using var server = await RunningServer.StartAsync(_folder, [.. KeyOf(0, "alice", Alice), "Api:Anonymous=false"]);
        using var nobody = new ApiProgram(server);
        using var alice = new ApiProgram(server, Alice);

        (await nobody.GetAsync("/models")).Problem(HttpStatusCode.Unauthorized, "missing_key");
        nobody.Know(server.Get<CogSpace.Web.Api.OwnerToken>().Of(UnguessableId.New()));
        (await nobody.GetAsync("/models")).Problem(HttpStatusCode.Unauthorized, "wrong_key");
        Assert.Equal(HttpStatusCode.OK, (await alice.GetAsync("/models")).Status);
    }

    [Fact]
    public async Task WithoutTheInterface_NothingIsThere()
    {
        await using var server = await RunningServer.StartAsync(_folder, [.. KeyOf(0, "alice", Alice), "Api:Enabled=false"]);
        using var alice = new ApiProgram(server, Alice);

        Assert.Equal(HttpStatusCode.NotFound, (await alice.GetAsync("/models")).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await alice.PostAsync("/videos", ApiSample.Small())).Status);
        Assert.Empty(server.Board.All);
    }

    [Fact]
    public async Task AKeyOfTheFile_CountsAtOnce_AndNoMoreWhenItIsRevoked()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:Anonymous=false");
        using var program = new ApiProgram(server, Alice);
        (await program.GetAsync("/videos")).Problem(HttpStatusCode.Unauthorized, "wrong_key");
        var file = new ProgramKeyFile(_folder["data"]);

        file.Add(new ProgramKey { Name = "alice", Sha256 = ProgramKey.HashOf(Alice) });
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/videos")).Status);

        File.WriteAllText(_folder["data", "api-keys.json"], "[{");
        Assert.Equal(HttpStatusCode.OK, (await program.GetAsync("/videos")).Status);

        File.WriteAllText(_folder["data", "api-keys.json"], "[]");
        (await program.GetAsync("/videos")).Problem(HttpStatusCode.Unauthorized, "wrong_key");
    }

    [Fact]
    public async Task AKey_HasItsOwnLimits_AndModels()
    {
        await using var server = await RunningServer.StartAsync(
            _folder,
            [
                .. KeyOf(0, "alice", Alice), "Api:Keys:0:ConcurrentJobs=2", "Api:Keys:0:Models:0=cogspace-tiny",
                "Api:Keys:0:ComputePerDay=12:00:00",
                .. KeyOf(1, "bob", Bob), "Api:Keys:1:JobsPerDay=1", "FairShare:ComputePerDay=00:00:01",
            ]);
        using var alice = new ApiProgram(server, Alice);
        using var bob = new ApiProgram(server, Bob);

        string running = await alice.AcceptedAsync(ApiSample.Long());
        string waiting = await bob.AcceptedAsync();
        var used = await bob.PostAsync("/videos", ApiSample.Small());
        Assert.Contains(
            "This key has used up the 1 video", used.Problem(HttpStatusCode.TooManyRequests, "share"), StringComparison.Ordinal);
        Assert.NotNull(used.Headers.RetryAfter);

        (await alice.PostAsync("/videos", new { prompt = "a", model = "cogspace-tiny-i2v" }))
            .Problem(HttpStatusCode.Forbidden, "model", "model");
        (await alice.PostAsync("/videos", new { prompt = "a", image = UnguessableId.New() }))
            .Problem(HttpStatusCode.Forbidden, "model", "model");
        Assert.Equal(
            ["cogspace-tiny"],
            (await alice.GetAsync("/models")).Json.GetProperty("models").EnumerateArray()
                .Select(model => model.GetProperty("name").GetString()));
        await alice.DeleteAsync($"/videos/{running}");
        string made = await alice.AcceptedAsync();
        await alice.UntilAsync(made);
        (await alice.PostAsync($"/videos/{made}/extend", new { })).Problem(HttpStatusCode.Forbidden, "model", "model");
        await bob.UntilAsync(waiting);
        (await bob.PostAsync("/videos", ApiSample.Small())).Problem(HttpStatusCode.TooManyRequests, "share");
    }

    [Fact]
    public async Task AKeyWithManyJobs_WaitsUntilOneIsDone()
    {
        await using var server = await RunningServer.StartAsync(
            _folder, [.. KeyOf(0, "alice", Alice), "Api:Keys:0:ConcurrentJobs=1", "Api:Keys:0:ComputePerDay=12:00:00"]);
        using var alice = new ApiProgram(server, Alice);
        string running = await alice.AcceptedAsync(ApiSample.Long());

        Assert.StartsWith(
            "This key already has 1 video waiting or being made",
            (await alice.PostAsync("/videos", ApiSample.Small())).Problem(HttpStatusCode.TooManyRequests, "share"),
            StringComparison.Ordinal);

        await alice.DeleteAsync($"/videos/{running}");
        await alice.UntilAsync(running);
        await alice.AcceptedAsync();
    }

    [Fact]
    public async Task AThousandPolls_AreTooMany()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:RequestsPerMinute=300");
        using var program = new ApiProgram(server, address: Elsewhere);
        using var here = new ApiProgram(server);
        var answers = new List<ApiProgram.Answer>();
        for (int poll = 0; poll < 1000; poll++)
            answers.Add(await program.GetAsync("/videos?limit=1"));

        var refused = answers.Where(answer => answer.Status != HttpStatusCode.OK).ToList();
        Assert.NotEmpty(refused);
        refused[0].Problem(HttpStatusCode.TooManyRequests, "rate");
        Assert.NotNull(refused[0].Headers.RetryAfter!.Delta);
        Assert.InRange(answers.Count(answer => answer.Status == HttpStatusCode.OK), 300, 999);
        Assert.Equal(HttpStatusCode.OK, (await here.GetAsync("/videos")).Status);
    }

    [Fact]
    public async Task AnotherSitesPage_MayAsk_WhereTheHostSaysSo()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:AllowedOrigins:0=https://example.org");
        using var program = new ApiProgram(server);

        Assert.Equal(["https://example.org"], await AllowedAsync("https://example.org"));
        Assert.Empty(await AllowedAsync("https://example.com"));

        async Task<string[]> AllowedAsync(string origin)
        {
            var answer = await program.SendAsync(HttpMethod.Options, "/videos", content: null, headers =>
            {
                headers.Add("Origin", origin);
                headers.Add("Access-Control-Request-Method", "POST");
            });
            return answer.Headers.TryGetValues("Access-Control-Allow-Origin", out var origins) ? [.. origins] : [];
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string[] KeyOf(int place, string name, string key) =>
        [$"Api:Keys:{place}:Name={name}", $"Api:Keys:{place}:Sha256={ProgramKey.HashOf(key)}"];
}
