using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>The function /generate, as clients of Gradio call it.</summary>
public sealed class GradioGenerateTests : IDisposable
{
    private const string FewSteps = "Studio:Steps=2";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task APrompt_BecomesAVideo_OfWhichEveryStepIsTold()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync([Sample.Prompt, null, null, null, 42.0, false]);
        var told = await program.ListenAsync();

        string[] kinds = [.. told.Select(message => message.Kind()).Where(kind => kind is not ("estimation" or "heartbeat"))];
        Assert.Equal("process_starts", kinds[0]);
        Assert.Equal(["process_completed", "close_stream"], kinds[^2..]);
        var progress = told.First(message => message.Kind() == "progress").GetProperty("progress_data")[0];
        Assert.Equal("steps", progress.GetProperty("unit").GetString());
        Assert.All(told.SkipLast(1), message => Assert.Equal(id, message.Event()));

        var data = told.ResultOf(id);
        Assert.Equal(4, data.GetArrayLength());
        Assert.Equal(42, data[3].GetInt64());
        foreach (var (file, type, ending) in data.EnumerateArray().Zip(
            (string[])["video/mp4", "video/mp4", "image/gif"], (string[])["mp4", "mp4", "gif"]))
        {
            Assert.Equal("gradio.FileData", file.GetProperty("meta").GetProperty("_type").GetString());
            Assert.Equal(
                $"a-red-circle-moves-from-left-to-right-on-a-white-background-seed-42.{ending}", Text(file, "orig_name"));
            Assert.Equal($"{server.Address}gradio_api/file={Text(file, "path")}", Text(file, "url"));
            var sent = await program.GetAsync(Text(file, "url"));
            Assert.Equal((HttpStatusCode.OK, type), (sent.Status, sent.Content.ContentType!.MediaType));
            Assert.Equal((type, sent.Body.Length), (Text(file, "mime_type"), file.GetProperty("size").GetInt32()));
        }

        var job = server.Board.FindOfAnybody(id)!;
        Assert.Equal((2, 7.0, 42UL), (job.Request.Steps, job.Request.Guidance, job.Request.Seed));
        Assert.Null(job.Request.PostProcessing);
        Assert.Equal(49, job.Status.Recipe!.Made.Frames);

        string url = Text(data[0], "url");
        var part = await program.SendAsync(HttpMethod.Get, url, content: null, new RangeHeaderValue(4, 7));
        Assert.Equal((HttpStatusCode.PartialContent, "ftyp"), (part.Status, Encoding.ASCII.GetString(part.Body)));
        var head = await program.SendAsync(HttpMethod.Head, url, content: null);
        Assert.Equal((HttpStatusCode.OK, data[0].GetProperty("size").GetInt64()), (head.Status, head.Content.ContentLength));
    }

    [Fact]
    public async Task WhatTheDemoFixes_IsFixed_UnlessTheHostSaysOtherwise()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        var job = server.Board.FindOfAnybody(await program.JoinAsync([Sample.Prompt]))!;

        Assert.Equal((50, 7.0), (job.Request.Steps, job.Request.Guidance));
        Assert.InRange(job.Request.Seed, 0UL, uint.MaxValue);
        job.Cancel();
        Assert.NotEqual(
            job.Request.Seed, server.Board.FindOfAnybody(await program.JoinAsync(GradioProgram.Small(seed: -1)))!.Request.Seed);
        server.Board.All.ToList().ForEach(one => one.Cancel());
    }

    [Fact]
    public async Task ASeedThatIsTooLargeForJavascript_IsAnsweredAsAText()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync(GradioProgram.Small(seed: "18446744073709551615"));

        Assert.Equal("18446744073709551615", (await program.ListenAsync()).ResultOf(id)[3].GetString());
        Assert.Equal(ulong.MaxValue, server.Board.FindOfAnybody(id)!.Request.Seed);
    }

    [Fact]
    public async Task APictureAndAVideo_AreWhatAVideoIsMadeFrom()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);
        string picture = await program.UploadAsync(await SampleFile.PictureAsync(96, 64));
        string video = await program.UploadAsync(await SampleFile.VideoAsync(96, 64, seconds: 1.2));

        string first = await program.JoinAsync([Sample.Prompt, File(picture), null, 0.8, 7, false, false]);
        string second = await program.JoinAsync([Sample.Prompt, null, new { video = File(video), subtitles = (string?)null }]);
        var told = await program.ListenAsync();

        string result = Text(told.ResultOf(first)[0], "path");
        told.ResultOf(second);
        var image = Assert.IsType<ImageToVideo>(server.Board.FindOfAnybody(first)!.Request);
        Assert.Equal("cogspace-tiny-i2v", server.Board.FindOfAnybody(first)!.Model);
        Assert.Equal("input.png", image.Image);
        Assert.Equal(0.8, Assert.IsType<VideoToVideo>(server.Board.FindOfAnybody(second)!.Request).Strength);

        // What was made can be made into something else, by its path or by its whole address.
        string third = await program.JoinAsync([Sample.Prompt, null, File(result), 0.5]);
        string fourth = await program.JoinAsync([Sample.Prompt, null, File($"{server.Address}gradio_api/file={result}"), 0.5]);
        told = await program.ListenAsync();
        told.ResultOf(third);
        told.ResultOf(fourth);
    }

    [Fact]
    public async Task WithBothBoxesTicked_TheVideoIsLargerAndSmoother()
    {
        await using var server = await RunningServer.StartAsync(_folder, FewSteps);
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync([Sample.Prompt, null, null, 0.8, 7, true, true]);

        (await program.ListenAsync()).ResultOf(id);
        Assert.Equal(new PostProcessing(true, 2, null, null), server.Board.FindOfAnybody(id)!.Request.PostProcessing);
        Assert.Equal(97, server.Board.FindOfAnybody(id)!.Status.Recipe!.Result!.Frames);
    }

    [Theory]
    [InlineData("""["a ball", null, null, 0.8, 7, "yes"]""", "The field \"scale_status\" takes true or false, not \"yes\".")]
    [InlineData("""["a ball", null, null, "a lot"]""", "The field \"video_strength\" takes a number, not \"a lot\".")]
    [InlineData("""[["a ball"]]""", "The field \"prompt\" takes a text, not a list.")]
    [InlineData("""["a ball", null, null, 0.8, 1.5]""", "“1.5” is not a valid seed")]
    [InlineData("""["a ball", null, null, 0.8, {}]""", "The field \"seed_value\" takes a whole number")]
    [InlineData("""["a ball", 5]""", "The field \"image_input\" takes a file that was uploaded here")]
    [InlineData("""["a ball", {"url": "http://example.org/"}]""", "The field \"image_input\" takes a file that was uploaded")]
    [InlineData("""["a ball", {"path": "/etc/passwd"}]""", "The file that you chose is not on the server any more")]
    [InlineData("""["a ball", {"path": "../../job.json"}]""", "The file that you chose is not on the server any more")]
    [InlineData("""["a ball", {"path": "http://example.org/a.png"}]""", "The file that you chose is not on the server any more")]
    [InlineData("""["a ball", {"path": "a"}, {"path": "b"}]""", "A video is made from a picture or from a video")]
    [InlineData("""["a ball", null, null, 0.8, 7, false, false, 8]""", "The function /generate takes 7 values, and \"data\" has")]
    [InlineData("""[]""", "The prompt is empty: describe the video.")]
    public async Task ValuesThatDoNotFit_AreToldByTheirEvent(string data, string sentence)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        string id = await program.JoinAsync(JsonDocument.Parse(data).RootElement.EnumerateArray().Select(value => (object)value));

        Assert.StartsWith(sentence, (await program.ListenAsync()).ErrorOf(id), StringComparison.Ordinal);
        Assert.Empty(server.Board.All);
    }

    [Fact]
    public async Task AFailure_IsToldInTheLanguageOfTheRequest()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);
        program.Http.DefaultRequestHeaders.AcceptLanguage.ParseAdd("ja");

        string id = await program.JoinAsync([""]);

        Assert.DoesNotContain("prompt", (await program.ListenAsync()).ErrorOf(id), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task ARequestThatCannotBeRead_IsAFailureOfTheRequest()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);
        string[] values = ["a ball"];

        (await program.PostAsync("/queue/join", "{")).Failure(HttpStatusCode.BadRequest);
        (await program.PostAsync("/queue/join", "[]")).Failure(HttpStatusCode.BadRequest);
        Assert.Contains(
            "session_hash",
            (await program.PostAsync("/queue/join", new { data = values, fn_index = 0 })).Failure(HttpStatusCode.BadRequest),
            StringComparison.Ordinal);
        (await program.PostAsync("/queue/join", new { data = values, fn_index = 0, session_hash = "1234567" }))
            .Failure(HttpStatusCode.BadRequest);
        (await program.PostAsync("/queue/join", new { data = values, fn_index = 2, session_hash = program.Session }))
            .Failure(HttpStatusCode.NotFound);
        (await program.PostAsync("/queue/join", new { data = "a ball", fn_index = 0, session_hash = program.Session }))
            .Failure(HttpStatusCode.BadRequest);
        (await program.PostAsync("/queue/join", new { data = values, fn_index = "0", session_hash = program.Session }))
            .Failure(HttpStatusCode.BadRequest);
        (await program.SendAsync(HttpMethod.Post, "/gradio_api/queue/join", new StringContent("a ball")))
            .Failure(HttpStatusCode.UnsupportedMediaType);
        (await program.PostAsync("/call/predict", new { data = values })).Failure(HttpStatusCode.NotFound);
        (await program.GetAsync("/gradio_api/queue/data")).Failure(HttpStatusCode.BadRequest);
        (await program.GetAsync("/gradio_api/queue/join")).Failure(HttpStatusCode.MethodNotAllowed);
        (await program.GetAsync("/gradio_api/theme.css")).Failure(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WhereTheQueueIsFull_ClientsAreToldSo()
    {
        await using var server = await RestingServer.StartAsync(_folder, "Jobs:QueueLength=1");
        using var program = new GradioProgram(server);
        var running = server.Board.FindOfAnybody(await program.JoinAsync(GradioProgram.Small()))!;
        await Wait.ForAsync(running, status => status.State == JobState.Running);
        await program.JoinAsync(GradioProgram.Small());

        var answer = await program.PostAsync(
            "/queue/join", new { data = GradioProgram.Small(), fn_index = 0, session_hash = program.Session });

        Assert.StartsWith("The queue is full", answer.Failure(HttpStatusCode.ServiceUnavailable), StringComparison.Ordinal);
        Assert.NotNull(answer.Headers.RetryAfter);
        server.Board.All.ToList().ForEach(one => one.Cancel());
    }

    public void Dispose() => _folder.Dispose();

    private static object File(string path) => new { path, meta = new { _type = "gradio.FileData" }, orig_name = "cat.png" };

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
