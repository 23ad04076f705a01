using System.Net;
using System.Net.Sockets;
using System.Text;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>Files are had by addresses that nobody can guess, and by nothing else.</summary>
public sealed class GradioFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnUpload_ComesBackUnderItsPath()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);
        byte[] picture = await SampleFile.PictureAsync(96, 64);

        string path = await program.UploadAsync(picture);

        Assert.Matches("^[0-9a-f]{64}/input[.]png$", path);
        var sent = await program.GetAsync($"/gradio_api/file={path}");
        Assert.Equal((HttpStatusCode.OK, "image/png"), (sent.Status, sent.Content.ContentType!.MediaType));
        Assert.Equal(picture, sent.Body);
        Assert.Equal("nosniff", Assert.Single(sent.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains(path[32..64], Directory.GetDirectories(_folder["data", "uploads"]).Select(Path.GetFileName));
    }

    [Fact]
    public async Task WhatIsNoPathOfThisInterface_IsNotFound()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Studio:Steps=2");
        using var program = new GradioProgram(server);
        using var api = new ApiProgram(server);
        string foreign = await api.AcceptedAsync(ApiSample.Small());
        await api.UntilAsync(foreign);
        string id = await program.JoinAsync(GradioProgram.Small());
        string path = (await program.ListenAsync()).ResultOf(id)[0].GetProperty("path").GetString()!;
        string files = path.Split('/')[0];
        string upload = await program.UploadAsync(await SampleFile.PictureAsync(96, 64));
        string[] wrong =
        [
            $"{foreign}/video.mp4", $"{id}/video.mp4", $"{files}/job.json", $"{files}/video.webm", $"{files}/", files,
            $"{files}/..%2f{foreign}%2fvideo.mp4", $"{files}/%2e%2e%2fjob.json", $"{files}{files}/video.mp4",
            $"{upload[..64]}/upload.json", $"{new string('0', 32)}{upload[32..]}", $"{upload[32..]}", "%2fetc%2fpasswd",
            "/etc/passwd", "..%2f..%2fetc%2fpasswd", "http://127.0.0.1/", "",
        ];

        foreach (string one in wrong)
        {
            var answer = await program.GetAsync($"/gradio_api/file={one}");
            answer.Failure(HttpStatusCode.NotFound);
        }

        // As no client of HTTP would send it.
        Assert.Contains(" 404 ", await RawAsync(server, "/gradio_api/file=../../../../etc/passwd"), StringComparison.Ordinal);
        Assert.Contains(
            " 404 ", await RawAsync(server, $"/gradio_api/file={files}/../{foreign}/video.mp4"), StringComparison.Ordinal);

        server.Board.Delete(server.Board.FindOfAnybody(id)!.Owner, id);
        (await program.GetAsync($"/gradio_api/file={path}")).Failure(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task WhereAKeyIsNeeded_AFileIsStillHadByItsAddress()
    {
        const string Key = "csk_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
        await using var server = await RunningServer.StartAsync(
            _folder, "Api:Anonymous=false", "Api:Keys:0:Name=studio", $"Api:Keys:0:Sha256={ProgramKey.HashOf(Key)}");
        using var program = new GradioProgram(server, key: Key);
        using var anybody = new GradioProgram(server);

        string path = await program.UploadAsync(await SampleFile.PictureAsync(96, 64));

        Assert.Equal(HttpStatusCode.OK, (await anybody.GetAsync($"/gradio_api/file={path}")).Status);
        (await anybody.GetAsync($"/gradio_api/file={new string('0', 64)}/input.png")).Failure(HttpStatusCode.NotFound);
        (await anybody.GetAsync("/gradio_api/info")).Failure(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AnUploadThatIsNone_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);

        using var text = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Text), "files", "cat.png" } };
        (await program.SendAsync(HttpMethod.Post, "/gradio_api/upload", text)).Failure(HttpStatusCode.UnsupportedMediaType);
        using var named = new MultipartFormDataContent { { new ByteArrayContent(SampleFile.Text), "file", "cat.png" } };
        (await program.SendAsync(HttpMethod.Post, "/gradio_api/upload", named)).Failure(HttpStatusCode.BadRequest);
        using var field = new MultipartFormDataContent { { new StringContent("cat"), "files" } };
        (await program.SendAsync(HttpMethod.Post, "/gradio_api/upload", field)).Failure(HttpStatusCode.BadRequest);
        (await program.PostAsync("/upload", new { files = "cat" })).Failure(HttpStatusCode.BadRequest);
        using var many = new MultipartFormDataContent();
        byte[] picture = await SampleFile.PictureAsync(64, 64);
        for (int file = 0; file < 11; file++)
            many.Add(new ByteArrayContent(picture), "files", $"{file}.png");
        (await program.SendAsync(HttpMethod.Post, "/gradio_api/upload", many)).Failure(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task APictureWhereAVideoIsWanted_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new GradioProgram(server);
        string picture = await program.UploadAsync(await SampleFile.PictureAsync(96, 64));

        string id = await program.JoinAsync(["a ball", null, new { path = picture }]);

        Assert.NotEmpty((await program.ListenAsync()).ErrorOf(id));
        Assert.Empty(server.Board.All);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> RawAsync(RunningServer server, string target)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(server.Address.Host, server.Address.Port, Cancel);
        await using var stream = client.GetStream();
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"GET {target} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nConnection: close\r\n\r\n"),
            Cancel);
        using var reader = new StreamReader(stream);
        return await reader.ReadLineAsync(Cancel) ?? "";
    }
}
