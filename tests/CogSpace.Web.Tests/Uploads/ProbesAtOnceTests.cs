using System.Net;
using System.Runtime.Versioning;
using CogSpace.Generation;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Uploads;

/// <summary>However many send videos, the server looks at two of them at a time, of different addresses.</summary>
[SupportedOSPlatform("linux")]
public sealed class ProbesAtOnceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task ManyVideosAtOnce_AreLookedAtTwoAtATime_AndOfOneAddressOneAfterTheOther()
    {
        foreach (string program in new[] { "ffmpeg", "ffprobe" })
            Record(program);
        byte[] video = await SampleFile.VideoAsync(64, 64);
        using var generator = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = Repository.Models,
            Reading = new ReadingOptions { FfmpegFolder = _folder["programs"] },
        });
        await using var server = await RunningServer.StartAsync(
            _folder, services => services.AddSingleton(generator), "Hosting:TrustedProxies:0=127.0.0.1");

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 5).Select(i => SendAsync(server, video, $"203.0.113.{(i < 2 ? 1 : i)}")));

        Assert.All(answers, status => Assert.Equal(HttpStatusCode.OK, status));
        var (now, most) = (0, 0);
        foreach (string line in await File.ReadAllLinesAsync(_folder["log"], TestContext.Current.CancellationToken))
            most = Math.Max(most, now += line == "begin" ? 1 : -1);
        Assert.Equal((0, 2), (now, most));
    }

    public void Dispose() => _folder.Dispose();

    // The real program, which notes when it begins and ends, and takes its time.
    private void Record(string program)
    {
        string real = Environment.GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(path => Path.Combine(path, program))
            .First(File.Exists);
        Directory.CreateDirectory(_folder["programs"]);
        string script = _folder["programs", program];
        File.WriteAllText(script, $"""
            #!/bin/sh
            echo begin >> {_folder["log"]}
            {real} "$@"
            status=$?
            sleep 0.1
            echo end >> {_folder["log"]}
            exit $status
            """);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static async Task<HttpStatusCode> SendAsync(RunningServer server, byte[] video, string address)
    {
        using var sender = await Sender.OpenAsync(server);
        sender.Browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return (await sender.SendAsync(video, "video")).Status;
    }
}
