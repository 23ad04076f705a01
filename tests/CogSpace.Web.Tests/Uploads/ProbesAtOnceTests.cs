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
        string[] counts = await File.ReadAllLinesAsync(_folder["counts"], TestContext.Current.CancellationToken);
        Assert.True(counts.Length >= answers.Length);
        Assert.All(counts, count => Assert.Contains(count, (string[])["1", "2"]));
    }

    public void Dispose() => _folder.Dispose();

    // The real program, which takes its time, and notes how many of them there are.
    private void Record(string program)
    {
        string real = Environment.GetEnvironmentVariable("PATH")!
            .Split(':')
            .Select(path => Path.Combine(path, program))
            .First(File.Exists);
        Directory.CreateDirectory(_folder["programs"]);
        Directory.CreateDirectory(_folder["running"]);
        ScriptFile.Write(_folder["programs", program], $$"""
            #!/bin/sh
            touch {{_folder["running"]}}/$$
            sleep 0.3
            count=0
            for process in {{_folder["running"]}}/*; do
                [ -d /proc/${process##*/} ] && count=$((count + 1))
            done
            echo $count >> {{_folder["counts"]}}
            exec {{real}} "$@"
            """);
    }

    private static async Task<HttpStatusCode> SendAsync(RunningServer server, byte[] video, string address)
    {
        using var sender = await Sender.OpenAsync(server);
        sender.Browser.DefaultRequestHeaders.Add("X-Forwarded-For", address);
        return (await sender.SendAsync(video, "video")).Status;
    }
}
