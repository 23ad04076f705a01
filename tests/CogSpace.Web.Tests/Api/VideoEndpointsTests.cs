using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Browser;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

public sealed class VideoEndpointsTests : IDisposable
{
    private static readonly Uri Nowhere = new("http://127.0.0.1");

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task APromptBecomesAVideo_FromOneEndToTheOther()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var answer = await program.PostAsync("/videos", ApiSample.Small());

        Assert.Equal(HttpStatusCode.Accepted, answer.Status);
        string id = answer.Json.GetProperty("id").GetString()!;
        string token = answer.Json.GetProperty("token").GetString()!;
        Assert.Equal($"/api/v1/videos/{id}", answer.Headers.Location!.OriginalString);
        Assert.Equal(token, Assert.Single(answer.Headers.GetValues("CogSpace-Token")));
        Assert.Equal("7", answer.Json.GetProperty("seed").GetString());
        Assert.Equal(
            (Sample.Prompt, "cogspace-tiny", 2),
            (Text(answer.Json, "request", "prompt"), Text(answer.Json, "model"),
                answer.Json.GetProperty("request").GetProperty("steps").GetInt32()));

        (await program.GetAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        program.Know(token);
        var video = await program.UntilAsync(id);
        Assert.Equal(("finished", 100), (Text(video, "status"), video.GetProperty("percent").GetInt32()));
        Assert.False(video.TryGetProperty("token", out _));
        Assert.Equal("text-to-video", Text(video, "recipe", "request", "kind"));
        Assert.True(video.GetProperty("expires_at").GetDateTimeOffset() > video.GetProperty("ended_at").GetDateTimeOffset());

        var whole = await program.GetAsync(Text(video, "links", "content"));
        Assert.Equal("video/mp4", whole.Content.ContentType!.MediaType);
        Assert.Equal(File.ReadAllBytes(_folder["data", "jobs", id, "video.mp4"]), whole.Body);
        Assert.Equal(
            ["mp4", "gif", "webm", "webp", "poster"],
            video.GetProperty("links").GetProperty("formats").EnumerateObject().Select(format => format.Name));
        foreach (string format in (string[])["gif", "webm", "webp", "poster"])
        {
            var other = await program.GetAsync(Text(video, "links", "formats", format));
            Assert.Equal(HttpStatusCode.OK, other.Status);
            Assert.NotEmpty(other.Body);
        }
    }

    [Fact]
    public async Task Content_IsSentInRanges_AndNotAgainWhileItIsTheSame()
    {
        var (program, job) = await SeededAsync();
        using (program)
        {
            await using var server = await RunningServer.StartAsync(_folder);
            program.Http.BaseAddress = server.Address;
            string path = $"/videos/{job.Id}/content";

            var part = await program.GetAsync(path, headers => headers.Range = new RangeHeaderValue(1000, 1999));
            Assert.Equal((HttpStatusCode.PartialContent, 1000), (part.Status, part.Body.Length));
            Assert.Equal(Sample.Video[1000..2000], part.Body);
            (await program.GetAsync(path, headers => headers.Range = new RangeHeaderValue(200_000, null)))
                .Problem(HttpStatusCode.RequestedRangeNotSatisfiable, "invalid");

            var whole = await program.GetAsync($"{path}?format=mp4&download=1");
            Assert.Equal("attachment", whole.Content.ContentDisposition!.DispositionType);
            var same = await program.GetAsync(path, headers => headers.IfNoneMatch.Add(whole.Headers.ETag!));
            Assert.Equal(HttpStatusCode.NotModified, same.Status);
            var head = await program.SendAsync(HttpMethod.Head, path, content: null);
            Assert.Equal(Sample.Video.Length, head.Content.ContentLength);

            (await program.GetAsync($"{path}?format=before")).Problem(HttpStatusCode.NotFound, "not_found");
            string sentence = (await program.GetAsync($"{path}?format=avi"))
                .Problem(HttpStatusCode.BadRequest, "invalid", "format");
            Assert.Equal("There is no format \"avi\". There are: mp4, gif, webm, webp, poster.", sentence);
        }
    }

    [Fact]
    public async Task Delete_CancelsFirst_AndThenRemoves()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        string id = await program.AcceptedAsync(ApiSample.Long());

        Assert.Equal(HttpStatusCode.Accepted, (await program.DeleteAsync($"/videos/{id}")).Status);
        Assert.Equal("cancelled", Text(await program.UntilAsync(id), "status"));
        (await program.GetAsync($"/videos/{id}/content")).Problem(HttpStatusCode.Conflict, "not_made");
        Assert.Equal(HttpStatusCode.NoContent, (await program.DeleteAsync($"/videos/{id}")).Status);
        (await program.DeleteAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        Assert.Empty(Directory.EnumerateDirectories(_folder["data", "jobs"]));
    }

    [Fact]
    public async Task List_HasTheOwnVideos_PageByPage()
    {
        var (program, job) = await SeededAsync();
        using (program)
        {
            Sample.Seed(
                _folder, [.. Enumerable.Range(2, 4).Select(place => Sample.Record(place, JobState.Finished, owner: job.Owner))]);
            Sample.Seed(_folder, Sample.Record(9, JobState.Finished), Sample.Record(10, JobState.Failed, owner: job.Owner));
            await using var server = await RunningServer.StartAsync(_folder);
            program.Http.BaseAddress = server.Address;

            var seeds = new List<string>();
            string? next = "/videos?limit=2&status=finished";
            while (next is not null)
            {
                var page = (await program.GetAsync(next)).Json;
                seeds.AddRange(page.GetProperty("videos").EnumerateArray().Select(video => Text(video, "seed")));
                next = page.TryGetProperty("next", out var link) ? link.GetString() : null;
            }

            Assert.Equal(["5", "4", "3", "2", "1"], seeds);
            (await program.GetAsync("/videos?limit=0")).Problem(HttpStatusCode.BadRequest, "invalid", "limit");
            (await program.GetAsync("/videos?status=gone")).Problem(HttpStatusCode.BadRequest, "invalid", "status");
            (await program.GetAsync($"/videos?after={UnguessableId.New()}")).Problem(HttpStatusCode.NotFound, "not_found");
        }
    }

    [Fact]
    public async Task AForeignForgedOrUnknownId_IsNotFoundAlike_AndCookiesDoNotCount()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        string owner = await browser.GetStringAsync("/me", Cancel);
        var job = await server.Board.SubmitAsync(owner, Sample.Request(), Sample.Model, Cancel);
        using var program = new ApiProgram(server);
        await program.AcceptedAsync();

        using var withCookie = await browser.GetAsync($"/api/v1/videos/{job.Id}", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, withCookie.StatusCode);
        foreach (string id in (string[])[job.Id, UnguessableId.New(), "..%2f..%2fjob.json", "0", job.Id.ToUpperInvariant()])
        {
            (await program.GetAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
            (await program.GetAsync($"/videos/{id}/content")).Problem(HttpStatusCode.NotFound, "not_found");
            (await program.GetAsync($"/videos/{id}/events")).Problem(HttpStatusCode.NotFound, "not_found");
            (await program.DeleteAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        }

        (await program.GetAsync("/nothing")).Problem(HttpStatusCode.NotFound, "not_found");
        (await program.SendAsync(HttpMethod.Put, "/videos", content: null)).Problem(HttpStatusCode.MethodNotAllowed, "invalid");
    }

    [Fact]
    public async Task TheWholeProgram_AnswersProgramsWithProblems_AndNeverWithPages()
    {
        await using var server = await StudioServer.StartAsync();
        using var program = new ApiProgram(server.Address);
        program.Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");

        (await program.GetAsync("/nothing")).Problem(HttpStatusCode.NotFound, "not_found");
        (await program.GetAsync($"/videos/{UnguessableId.New()}")).Problem(HttpStatusCode.NotFound, "not_found");
        (await program.SendAsync(HttpMethod.Put, "/videos", content: null)).Problem(HttpStatusCode.MethodNotAllowed, "invalid");
        (await program.PostAsync("/videos", "{")).Problem(HttpStatusCode.BadRequest, "invalid");
        (await program.PostAsync("/generate", "{")).Problem(HttpStatusCode.BadRequest, "invalid");
        using var slash = await program.Http.PostAsync("/generate/", new StringContent("{"), Cancel);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, slash.StatusCode);
        using var capitals = await program.Http.GetAsync("/API/V1/videos", Cancel);
        Assert.Equal(HttpStatusCode.OK, capitals.StatusCode);
    }

    [Fact]
    public async Task AForgedToken_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        await program.AcceptedAsync();
        string token = program.Http.DefaultRequestHeaders.Authorization!.Parameter!;

        foreach (string wrong in (string[])[token[..^2] + "AA", token + "A", "cst_", UnguessableId.New(), "csk_x"])
        {
            program.Know(wrong);
            var answer = await program.GetAsync("/videos");
            answer.Problem(HttpStatusCode.Unauthorized, "wrong_key");
            Assert.Equal("Bearer", Assert.Single(answer.Headers.WwwAuthenticate).Scheme);
        }
    }

    [Fact]
    public async Task WhatHasExpired_IsGone()
    {
        var clock = new TestClock();
        await using var server = await RunningServer.StartAsync(_folder, clock);
        using var program = new ApiProgram(server);
        string id = await program.AcceptedAsync();
        await program.UntilAsync(id);
        using var file = new ByteArrayContent(await SampleFile.PictureAsync(96, 64));
        string picture = Text((await program.SendAsync(HttpMethod.Post, "/uploads?kind=image", file)).Json, "id");

        clock.Advance(TimeSpan.FromHours(25));
        server.Sweeper.Sweep();

        (await program.GetAsync($"/videos/{id}")).Problem(HttpStatusCode.NotFound, "not_found");
        (await program.PostAsync("/videos", new { prompt = "a", image = picture }))
            .Problem(HttpStatusCode.BadRequest, "source_gone");
    }

    [Fact]
    public async Task AForm_TakesThePictureWithTheRequest()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        using var form = new MultipartFormDataContent
        {
            { new StringContent(Sample.Prompt), "prompt" },
            { new StringContent("2"), "steps" },
            { new StringContent("18446744073709551615"), "seed" },
            { new StringContent("false"), "upscale" },
            { new StringContent("{\"zoom\": 2}"), "crop" },
            { new ByteArrayContent(await SampleFile.PictureAsync(96, 64)), "image", "start.png" },
        };

        var answer = await program.SendAsync(HttpMethod.Post, "/videos", form);

        Assert.True(answer.Status == HttpStatusCode.Accepted, answer.Text);
        Assert.Equal("18446744073709551615", Text(answer.Json, "seed"));
        Assert.Equal("cogspace-tiny-i2v", Text(answer.Json, "model"));
        program.Know(Text(answer.Json, "token"));
        string id = Text(answer.Json, "id");
        Assert.Equal("finished", Text(await program.UntilAsync(id), "status"));
        Assert.True(File.Exists(_folder["data", "jobs", id, "input.png"]));

        var longer = await program.PostAsync($"/videos/{id}/extend", new { });
        Assert.True(longer.Status == HttpStatusCode.Accepted, longer.Text);
        Assert.Equal("finished", Text(await program.UntilAsync(Text(longer.Json, "id")), "status"));
    }

    [Fact]
    public async Task AnUploadAndAFinishedVideo_CanBeRestyled()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        using var file = new ByteArrayContent(await SampleFile.VideoAsync(96, 64, seconds: 2));

        var upload = await program.SendAsync(HttpMethod.Post, "/uploads", file);

        Assert.Equal(HttpStatusCode.Created, upload.Status);
        Assert.Equal(("video", 16), (Text(upload.Json, "kind"), upload.Json.GetProperty("frames").GetInt32()));
        program.Know(Text(upload.Json, "token"));
        var request = new { prompt = Sample.Prompt, steps = 2, video = Text(upload.Json, "id"), strength = 0.5 };
        var estimate = await program.PostAsync("/estimate", request);
        Assert.Equal(
            ("cogspace-tiny", 96, 64),
            (Text(estimate.Json, "model"), Whole(estimate.Json, "width"), Whole(estimate.Json, "height")));
        string id = await program.AcceptedAsync(request);
        Assert.Equal("finished", Text(await program.UntilAsync(id), "status"));

        string second = await program.AcceptedAsync(request with { video = id });
        Assert.Equal("finished", Text(await program.UntilAsync(second), "status"));
        estimate = await program.PostAsync("/estimate", request with { video = id });
        Assert.True(estimate.Json.GetProperty("seconds").GetDouble() > 0);

        string foreign = (await program.PostAsync("/videos", request with { video = UnguessableId.New() }))
            .Problem(HttpStatusCode.BadRequest, "source_gone");
        Assert.Contains("Please choose it again", foreign, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Models_SaysWhatCanBeAskedFor()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var offer = (await program.GetAsync("/models")).Json;

        var models = offer.GetProperty("models").EnumerateArray().ToDictionary(model => Text(model, "name"));
        Assert.Equal("text_to_video", Text(models["cogspace-tiny"], "task"));
        Assert.Equal("image_to_video", Text(models["cogspace-tiny-i2v"], "task"));
        Assert.Equal(96, models["cogspace-tiny"].GetProperty("sizes")[0].GetProperty("width").GetInt32());
        Assert.Contains("flownet", offer.GetProperty("interpolators").EnumerateArray().Select(name => name.GetString()));
        Assert.Equal(10_000, Whole(offer.GetProperty("limits"), "prompt_characters"));
    }

    [Fact]
    public async Task Rewriting_WithoutALanguageModel_SaysSo()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        (await program.PostAsync("/prompts/rewrite", new { prompt = "a fox" }))
            .Problem(HttpStatusCode.NotImplemented, "no_language_model");
        (await program.PostAsync("/prompts/rewrite", new { prompt = " " }))
            .Problem(HttpStatusCode.BadRequest, "invalid", "prompt");
    }

    public void Dispose() => _folder.Dispose();

    private static string Text(JsonElement json, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
            json = json.GetProperty(name);
        return json.GetString()!;
    }

    private static int Whole(JsonElement json, string name) => json.GetProperty(name).GetInt32();

    // A program that has one finished video on the server that is started next.
    private async Task<(ApiProgram Program, JobRecord Job)> SeededAsync()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        string owner = UnguessableId.New();
        string token = server.Get<CogSpace.Web.Api.OwnerToken>().Of(owner);
        await server.StopAsync();
        var job = Sample.Record(1, JobState.Finished, owner: owner);
        Sample.Seed(_folder, job);
        return (new ApiProgram(Nowhere, token), job);
    }
}
