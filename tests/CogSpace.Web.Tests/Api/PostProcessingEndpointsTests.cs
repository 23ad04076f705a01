using System.Net;
using CogSpace.Generation;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

/// <summary>Videos of programs that only get more pixels or frames.</summary>
public sealed class PostProcessingEndpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AFile_AndAFinishedVideo_GetPixelsAndFrames()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await SampleFile.VideoAsync(48, 32)), "video", "a.mp4" },
            { new StringContent("2"), "interpolate" },
        };

        var upscaled = await program.SendAsync(HttpMethod.Post, "/upscale", form);
        Assert.Equal(HttpStatusCode.Accepted, upscaled.Status);
        program.Know(upscaled.Json.GetProperty("token").GetString()!);
        string first = upscaled.Json.GetProperty("id").GetString()!;
        var video = await program.UntilAsync(first);
        Assert.Equal("finished", video.GetProperty("status").GetString());
        Assert.False(video.TryGetProperty("model", out _));
        Assert.False(video.TryGetProperty("seed", out _));
        Assert.Contains(
            "before", video.GetProperty("links").GetProperty("formats").EnumerateObject().Select(format => format.Name));
        await AssertIsAsync(new VideoInfo(192, 128, 15, 16), first);

        var interpolated = await program.PostAsync("/interpolate", new { video = first });
        Assert.Equal(HttpStatusCode.Accepted, interpolated.Status);
        string second = interpolated.Json.GetProperty("id").GetString()!;
        await program.UntilAsync(second);
        await AssertIsAsync(new VideoInfo(192, 128, 29, 32), second);

        async Task AssertIsAsync(VideoInfo expected, string id) => Assert.Equal(
            expected,
            await server.Get<Generator>().ProbeVideoAsync(_folder["data", "jobs", id, "video.mp4"], Cancel));
    }

    [Fact]
    public async Task WhatIsMissingForeignOrImpossible_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);
        string foreign = await program.AcceptedAsync();
        await program.UntilAsync(foreign);
        using var stranger = new ApiProgram(server);

        (await stranger.PostAsync("/upscale", new { })).Problem(HttpStatusCode.BadRequest, "invalid", "video");
        (await stranger.PostAsync("/upscale", new { video = foreign })).Problem(HttpStatusCode.BadRequest, "source_gone");
        (await program.PostAsync("/interpolate", new { video = foreign, times = 3 }))
            .Problem(HttpStatusCode.BadRequest, "invalid");
        (await program.PostAsync("/interpolate", new { video = foreign, times = "2" }))
            .Problem(HttpStatusCode.BadRequest, "invalid", "times");
        (await program.PostAsync("/upscale", new { video = foreign, upscaler = "../../a" }))
            .Problem(HttpStatusCode.BadRequest, "invalid");
        Assert.Single(server.Board.All);
    }
}
