using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

/// <summary>What a program may have got wrong is named, and nothing is made of it.</summary>
public sealed class RequestFieldsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWrongRequest_IsRefusedByTheNameOfItsField()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        (string Json, string? Field, string Sentence)[] wrong =
        [
            ("{\"prompt\": 7}", "prompt", "The field \"prompt\" takes a text, not 7."),
            ("{\"prompt\": \"a\", \"steps\": \"7\"}", "steps", "The field \"steps\" takes a whole number, not \"7\"."),
            ("{\"prompt\": \"a\", \"steps\": 2.5}", "steps", "The field \"steps\" takes a whole number, not 2.5."),
            ("{\"prompt\": \"a\", \"steps\": 1e99}", "steps", "The field \"steps\" takes a whole number, not 1e99."),
            ("{\"prompt\": \"a\", \"guidance\": 1e999}", "guidance", "The field \"guidance\" takes a number, not 1e999."),
            ("{\"prompt\": \"a\", \"upscale\": 1}", "upscale", "The field \"upscale\" takes true or false, not 1."),
            ("{\"prompt\": \"a\", \"seed\": true}", "seed",
                "The field \"seed\" takes a whole number, as a number or as a text, not true."),
            ("{\"prompt\": \"a\", \"scheduler\": \"euler\"}", "scheduler",
                "The field \"scheduler\" takes \"ddim\", \"dpm\", not \"euler\"."),
            ("{\"prompt\": \"a\", \"loras\": {}}", "loras", "The field \"loras\" takes a list, not an object."),
            ("{\"prompt\": \"a\", \"loras\": [null]}", "loras[0]", "The field \"loras[0]\" takes an object, not null."),
            ("{\"prompt\": \"a\", \"loras\": [{\"scale\": []}]}", "loras[0].scale",
                "The field \"loras[0].scale\" takes a number, not a list."),
            ("{\"prompt\": \"a\", \"crop\": {\"left\": 1}}", "crop.left",
                "There is no field \"crop.left\". There are: x, y, zoom."),
            ("{\"promt\": \"a\"}", "promt", "There is no field \"promt\". There are: prompt, negative_prompt, model,"),
            ("{}", "prompt", "The prompt is empty: describe the video."),
            ("[]", null, "The body has to be an object of JSON, in braces."),
            ("null", null, "The body has to be an object of JSON, in braces."),
            ("", null, "The body is not JSON that can be read: see line 1, byte 1."),
            ("{\"prompt\": \"a\"", null, "The body is not JSON that can be read: see line 1, byte"),
            ("{\"prompt\": \"a\", \"prompt\": \"b\"}", null, "A field of the body is there twice."),
            (new string('[', 100_000), null, "The body is not JSON that can be read: see line 1, byte"),
            (
                "{\"prompt\": \"a\", \"crop\": " + string.Concat(Enumerable.Repeat("{\"x\":", 500)) + "1" + new string('}', 501),
                null,
                "The body is not JSON that can be read: see line 1, byte"),
            ("{\"prompt\": \"a\", \"seed\": -5}", "seed", "“-5” is not a valid seed: give a whole number from 0 to"),
            ("{\"prompt\": \"a\", \"seed\": 18446744073709551616}", "seed", "“18446744073709551616” is not a valid seed"),
            ("{\"prompt\": \"a\", \"steps\": 0}", "steps", ""),
            ("{\"prompt\": \"a\", \"frames\": 10}", "frames", ""),
            ("{\"prompt\": \"a\", \"width\": 96}", "height", "Width and height go together: send both, or none."),
            ("{\"prompt\": \"a\", \"image\": \"a\", \"video\": \"b\"}", "video",
                "A video is made from a picture or from a video"),
            ("{\"prompt\": \"a\", \"model\": \"../models\"}", "model", "There is no model \"../models\" on this server."),
            ("{\"prompt\": \"a\", \"model\": \"cogspace-tiny-i2v\"}", "model", "This model starts from a picture only."),
        ];
        foreach (var (json, field, sentence) in wrong)
        {
            string problem = (await program.PostAsync("/videos", json)).Problem(HttpStatusCode.BadRequest, "invalid", field);
            Assert.StartsWith(sentence, problem, StringComparison.Ordinal);
        }

        Assert.Empty(server.Board.All);
    }

    [Theory]
    [InlineData("7", "7")]
    [InlineData("\"7\"", "7")]
    [InlineData("18446744073709551615", "18446744073709551615")]
    [InlineData("\"9007199254740993\"", "9007199254740993")]
    public async Task ASeed_IsTakenAsANumberOrAText_AndKeepsAllItsDigits(string sent, string kept)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        string id = await program.AcceptedAsync(
            $"{{\"prompt\": \"{Sample.Prompt}\", \"steps\": 2, \"frames\": 9, \"seed\": {sent}}}");

        Assert.Equal(kept, (await program.GetAsync($"/videos/{id}")).Json.GetProperty("seed").GetString());
        Assert.Equal(
            kept, server.Board.All.Single().Request.Seed.ToString(CultureInfo.InvariantCulture));
    }

    [Fact]
    public async Task TenMegabytesOfJson_AndOtherKindsOfBodies_AreRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        Assert.Equal(
            "The body is too large: it may have 256 KB, apart from files.",
            (await program.PostAsync("/videos", $"{{\"prompt\": \"{new string('a', 10_000_000)}\"}}"))
                .Problem(HttpStatusCode.RequestEntityTooLarge, "invalid"));
        Assert.Equal(
            "Send the request as application/json, or with a file as multipart/form-data.",
            (await program.SendAsync(HttpMethod.Post, "/videos", new StringContent("prompt=a")))
                .Problem(HttpStatusCode.UnsupportedMediaType, "invalid"));
        using var form = new MultipartFormDataContent
        {
            { new StringContent("two"), "steps" },
            { new StringContent("a"), "prompt" },
        };
        Assert.Equal(
            "The field \"steps\" takes a whole number, not \"two\".",
            (await program.SendAsync(HttpMethod.Post, "/videos", form)).Problem(HttpStatusCode.BadRequest, "invalid", "steps"));
        using var file = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Text), "image", "a.png" } };
        (await program.SendAsync(HttpMethod.Post, "/videos", file)).Problem(HttpStatusCode.UnsupportedMediaType, "format");
        Assert.Empty(server.Board.All);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("image/png")]
    [InlineData("image/bmp")]
    [InlineData("video/webm")]
    [InlineData("application/octet-stream")]
    [InlineData("application/x-www-form-urlencoded")]       // as curl says where nobody tells it better
    public async Task AnUpload_IsWhatItsBytesSay(string? type)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        using var file = new ByteArrayContent(await SampleFile.PictureAsync(96, 64));
        file.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);

        var answer = await program.SendAsync(HttpMethod.Post, "/uploads", file);

        Assert.True(answer.Status == HttpStatusCode.Created, answer.Text);
        Assert.Equal("image", answer.Json.GetProperty("kind").GetString());
        using var form = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Text), "file", "a.png" } };
        Assert.Equal(
            "Send the file itself as the body, not in a form.",
            (await program.SendAsync(HttpMethod.Post, "/uploads", form)).Problem(HttpStatusCode.UnsupportedMediaType, "invalid"));
    }

    [Fact]
    public async Task ASentence_IsSaidInTheLanguageThatIsAskedFor()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var answer = await program.PostAsync("/videos", "{}", headers => headers.AcceptLanguage.ParseAdd("zh-CN,en;q=0.5"));

        Assert.Equal(
            "提示词为空：请描述视频内容。", answer.Problem(HttpStatusCode.BadRequest, "invalid", "prompt"));
        Assert.Equal("zh-Hans", Assert.Single(answer.Content.ContentLanguage));
        Assert.True(answer.Headers.CacheControl!.NoStore);
    }

    [Fact]
    public async Task AnUploadThatBreaksOff_LeavesNothing()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        byte[] picture = await SampleFile.PictureAsync(200, 200);

        await HalfRequest.SendAsync(server, "/api/v1/uploads?kind=image", picture);

        while (Directory.EnumerateDirectories(_folder["data", "uploads"]).Any())
            await Task.Delay(20, Cancel);
    }

    public void Dispose() => _folder.Dispose();
}
