using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Uploads;

public sealed class UploadEndpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Post_TakesAPicture_AndGivesItBackToItsOwnerAlone()
    {
        byte[] picture = await SampleFile.PictureAsync(120, 80, "jpg");
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        using var stranger = await Sender.OpenAsync(server);

        var (status, answer) = await sender.SendAsync(picture, "image", "text/html");

        Assert.Equal(HttpStatusCode.OK, status);
        string id = answer.GetProperty("id").GetString()!;
        Assert.True(UnguessableId.IsValid(id));
        Assert.Equal(
            ("image", 120, 80, 1),
            (
                answer.GetProperty("kind").GetString(), answer.GetProperty("width").GetInt32(),
                answer.GetProperty("height").GetInt32(), answer.GetProperty("frames").GetInt32())
        );
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("fps").ValueKind);
        Assert.Equal(["input.jpg", "upload.json"], Files(id));

        using var back = await sender.Browser.GetAsync($"/uploads/{id}", Cancel);
        Assert.Equal(picture, await back.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal("image/jpeg", back.Content.Headers.ContentType!.MediaType);
        Assert.Equal("nosniff", Assert.Single(back.Headers.GetValues("X-Content-Type-Options")));
        Assert.True(back.Headers.CacheControl!.Private);

        string[] bodies = await Task.WhenAll(
            NotFoundAsync(stranger.Browser, $"/uploads/{id}"),
            NotFoundAsync(sender.Browser, $"/uploads/{UnguessableId.New()}"),
            NotFoundAsync(sender.Browser, "/uploads/upload.json"),
            NotFoundAsync(sender.Browser, $"/uploads/{id}%2fupload.json"));
        Assert.Single(bodies[..3].Distinct());
    }

    [Fact]
    public async Task Post_TakesAVideo_AndSaysHowManyFramesItHas()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);

        var (status, answer) = await sender.SendAsync(await SampleFile.VideoAsync(96, 64, seconds: 2, rate: 12));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            ("video", 24, 12.0, 2.0),
            (
                answer.GetProperty("kind").GetString(), answer.GetProperty("frames").GetInt32(),
                answer.GetProperty("fps").GetDouble(), answer.GetProperty("seconds").GetDouble())
        );

        using var request = new HttpRequestMessage(HttpMethod.Get, $"/uploads/{answer.GetProperty("id").GetString()}")
        {
            Headers = { Range = new RangeHeaderValue(0, 9) },
        };
        using var part = await sender.Browser.SendAsync(request, Cancel);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("video/mp4", part.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Post_OfAGif_IsWhatItIsWantedFor()
    {
        byte[] gif = await SampleFile.VideoAsync(96, 64, extension: "gif");
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);

        Assert.Equal("image", (await sender.SendAsync(gif)).Answer.GetProperty("kind").GetString());
        Assert.Equal("image", (await sender.SendAsync(gif, "image")).Answer.GetProperty("kind").GetString());
        Assert.Equal("video", (await sender.SendAsync(gif, "video")).Answer.GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Post_OfWhatIsOfNoUse_IsASentenceWithTheRightStatus_AndLeavesNothing()
    {
        byte[] jpeg = await SampleFile.PictureAsync(400, 300, "jpg");
        byte[] video = await SampleFile.VideoAsync(96, 64);
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);

        foreach (var (file, kind, status, sentence) in new (byte[], string?, HttpStatusCode, string)[]
        {
            (SampleFile.Text, "image", HttpStatusCode.UnsupportedMediaType, "a text file"),
            (SampleFile.Text, "video", HttpStatusCode.UnsupportedMediaType, "a text file"),
            (SampleFile.Text, null, HttpStatusCode.UnsupportedMediaType, "a text file"),
            (SampleFile.Svg, "image", HttpStatusCode.UnsupportedMediaType, "an SVG drawing"),
            (SampleFile.Playlist, "video", HttpStatusCode.UnsupportedMediaType, "a playlist"),
            (video, "image", HttpStatusCode.UnsupportedMediaType, "This is a video"),
            (jpeg, "video", HttpStatusCode.UnsupportedMediaType, "This is a picture"),
            (jpeg, "smell", HttpStatusCode.BadRequest, "image or video"),
            ([], "image", HttpStatusCode.BadRequest, "empty"),
            (await SampleFile.PictureAsync(1, 1), "image", HttpStatusCode.BadRequest, "1 x 1"),
            (await SampleFile.PictureAsync(20_000, 1), "image", HttpStatusCode.BadRequest, "20000 x 1"),
            (jpeg[..(jpeg.Length / 2)], "image", HttpStatusCode.BadRequest, "the file"),
            (await SampleFile.BombAsync(), "image", HttpStatusCode.BadRequest, "16383 x 16383"),
            (await SampleFile.SoundAsync(), "video", HttpStatusCode.BadRequest, "no moving picture"),
            (video[..(video.Length / 2)], "video", HttpStatusCode.BadRequest, "the file"),
            (await SampleFile.ThreeHoursAsync(), "video", HttpStatusCode.BadRequest, "3:00:00"),
        })
        {
            var (got, answer) = await sender.SendAsync(file, kind, "image/png");
            string said = answer.GetProperty("error").GetString()!;
            Assert.True(got == status && said.Contains(sentence, StringComparison.Ordinal), $"{sentence}: {got} {said}");
            Assert.DoesNotContain(_folder.FullPath, said, StringComparison.Ordinal);
            Assert.DoesNotContain("input.", said, StringComparison.Ordinal);
        }

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]));
    }

    [Fact]
    public async Task Post_OfMoreThanIsAllowed_Is413_HoweverItsLengthIsTold()
    {
        byte[] large = [.. await SampleFile.PictureAsync(64, 64), .. new byte[1_100_000]];
        await using var server = await RunningServer.StartAsync(_folder, "Uploads:ImageMegabytes=1");
        using var sender = await Sender.OpenAsync(server);

        var (declared, answer) = await sender.SendAsync(large, "image");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, declared);
        Assert.Equal(
            "The file is too large: a picture may have 1 MB here. Please choose a smaller one.",
            answer.GetProperty("error").GetString());

        var (counted, _) = await sender.SendAsync(new Chunked(large), "image");
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, counted);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]));

        Assert.Equal(
            HttpStatusCode.OK, (await sender.SendAsync(new Chunked(await SampleFile.PictureAsync(64, 64)), "image")).Status);
    }

    [Fact]
    public async Task Post_ThatIsCutInTheMiddle_LeavesNothing()
    {
        byte[] picture = await SampleFile.PictureAsync(800, 600, "bmp");
        var cookies = new CookieContainer();
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server, cookies);
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync(server.Address.Host, server.Address.Port, Cancel);
            await socket
                .GetStream()
                .WriteAsync(Encoding.ASCII.GetBytes(sender.Head(server.Address, picture.Length, cookies)), Cancel);
            await socket.GetStream().WriteAsync(picture.AsMemory(0, picture.Length / 2), Cancel);
            await Until(() => Directory.EnumerateFiles(_folder["data", "uploads"], "*", SearchOption.AllDirectories).Any());
        }

        await Until(() => !Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]).Any());
        Assert.Equal(HttpStatusCode.OK, (await sender.SendAsync(picture)).Status);
    }

    [Fact]
    public async Task Post_FromAnotherSite_OrWithoutACookie_IsRefused()
    {
        byte[] picture = await SampleFile.PictureAsync(64, 64);
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        using var other = await Sender.OpenAsync(server);

        foreach (string? token in new[] { null, "", "wrong", await other.Browser.GetStringAsync("/token", Cancel) })
        {
            var (status, answer) = await sender.SendAsync(new ByteArrayContent(picture), "image", token);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("load the page again", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        using var form = new MultipartFormDataContent
        {
            { new StringContent(await sender.Browser.GetStringAsync("/token", Cancel)), "__RequestVerificationToken" },
            { new ByteArrayContent(picture), "file", "a.png" },
        };
        Assert.Equal(HttpStatusCode.BadRequest, (await sender.SendAsync(form, "image", null)).Status);

        using var stranger = new HttpClient { BaseAddress = server.Address };
        using var refused = await stranger.PostAsync("/uploads", new ByteArrayContent(picture), Cancel);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        Assert.Contains("keeps no cookies", await refused.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]));
    }

    [Theory]
    [InlineData("Data:FreeMegabytes=1000000000")]
    [InlineData("Data:QuotaMegabytes=1")]
    public async Task Post_WithoutRoom_Is507(string setting)
    {
        byte[] picture = await SampleFile.PictureAsync(500, 400, "bmp");        // 600 kB; uploads may take half of the quota
        await using var server = await RunningServer.StartAsync(_folder, setting);
        using var sender = await Sender.OpenAsync(server);

        var (status, answer) = await sender.SendAsync(picture, "image");

        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Contains("no room", answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> NotFoundAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address, Cancel);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task Until(Func<bool> reached)
    {
        for (int look = 0; look < 200 && !reached(); look++)
            await Task.Delay(50, Cancel);
        Assert.True(reached());
    }

    private IEnumerable<string?> Files(string id) =>
        Directory.EnumerateFiles(_folder["data", "uploads", id]).Select(Path.GetFileName).Order(StringComparer.Ordinal);

    // Does not tell its length.
    private sealed class Chunked(byte[] bytes) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
            stream.WriteAsync(bytes, Cancel).AsTask();

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
