using System.Diagnostics;
using System.Text.Json;
using CogSpace.Web.Api;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api;

/// <summary>The commands that the page shows, run by a shell.</summary>
public sealed class CurlCallTests : IDisposable
{
    private static readonly TextToVideo Request = Sample.Request() with { Prompt = "it's a \"red\" $HOME `circle` \\ 雨" };

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ACall_AsksForThatVideo_WhateverStandsInIt()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var video = await RunAsync(CurlCall.Of(Request, Sample.Model, isSeedRandom: false, AddressOf(server), needsKey: false));

        var job = server.Board.FindOfAnybody(video.GetProperty("id").GetString()!)!;
        Assert.Equal(
            (Request.Prompt, Request.Seed, Request.Steps, Request.Frames),
            (job.Request.Prompt, job.Request.Seed, job.Request.Steps, job.Request.Frames));
    }

    [Fact]
    public async Task ACallWithAPicture_SendsIt_WithTheSamePartOfIt()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        await File.WriteAllBytesAsync(_folder["picture.png"], await SampleFile.PictureAsync(120, 120), Cancel);
        var request = new ImageToVideo
        {
            Prompt = "@it",
            Seed = 5,
            Steps = 1,
            Image = "somewhere",
            Crop = new Crop(0.5, 1, 2),
            Loras = [],
            PostProcessing = new PostProcessing(Upscale: true, Interpolate: 2),
        };

        var video = await RunAsync(CurlCall.Of(
            request, "cogspace-tiny-i2v", isSeedRandom: false, AddressOf(server), needsKey: false));

        var job = server.Board.FindOfAnybody(video.GetProperty("id").GetString()!)!;
        var asked = Assert.IsType<ImageToVideo>(job.Request);
        Assert.Equal(("@it", request.Crop, request.PostProcessing), (asked.Prompt, asked.Crop, asked.PostProcessing));
    }

    [Fact]
    public void ARandomSeedIsLeftOut_AndAKeyIsAskedFor()
    {
        string call = CurlCall.Of(
            Request, Sample.Model, isSeedRandom: true, new Uri("https://example.org/demo/api/v1/videos"), needsKey: true);

        Assert.StartsWith("curl https://example.org/demo/api/v1/videos ", call, StringComparison.Ordinal);
        Assert.Contains("Bearer $COGSPACE_KEY", call, StringComparison.Ordinal);
        Assert.DoesNotContain("seed", call, StringComparison.Ordinal);
    }

    private static Uri AddressOf(RunningServer server) => new(server.Address, "/api/v1/videos");

    private async Task<JsonElement> RunAsync(string call)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", call])
        {
            WorkingDirectory = _folder.FullPath,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        string output = await shell.StandardOutput.ReadToEndAsync(Cancel);
        await shell.WaitForExitAsync(Cancel);
        Assert.True(shell.ExitCode == 0, await shell.StandardError.ReadToEndAsync(Cancel));
        var answer = JsonDocument.Parse(output).RootElement;
        Assert.True(answer.TryGetProperty("id", out _), output);
        return answer;
    }
}
