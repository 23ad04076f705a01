using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A shell script in ffmpeg's place; "$real" is the real one, "$ready" a file to make for who waits for it.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeFfmpeg : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeFfmpeg(string script)
    {
        string real = Real("ffmpeg");
        File.CreateSymbolicLink(_folder["ffprobe"], Real("ffprobe"));
        ScriptFile.Write(_folder["ffmpeg"], $"""
            #!/bin/sh
            [ "$1" = -version ] && exit 0
            real={real}
            ready={_folder["ready"]}
            echo "$@" | grep -o 'unix:[^"[:space:]]*' | cut -c 6- > {_folder["pipe"]}
            echo $$ > {_folder["pid"]}
            {script}
            """);
    }

    public bool HasRun => new FileInfo(_folder["pid"]) is { Exists: true, Length: > 0 };

    public bool IsReady => File.Exists(_folder["ready"]);

    public bool IsRunning => HasRun && Directory.Exists($"/proc/{Read("pid")}");

    /// <summary>Neither the process nor the pipe that fed it is there any more.</summary>
    public bool IsGone => !IsRunning && Read("pipe") is { Length: > 0 } pipe && !File.Exists(pipe);

    public EncodingOptions Options(TimeSpan? timeout = null) => new()
    {
        FfmpegFolder = _folder.FullPath,
        Timeout = timeout ?? TimeSpan.FromMinutes(1),
    };

    public ReadingOptions ForReading(TimeSpan? timeout = null) => new()
    {
        FfmpegFolder = _folder.FullPath,
        Timeout = timeout ?? TimeSpan.FromMinutes(1),
    };

    /// <summary>Cancels once the script runs, however long the machine needs to get there.</summary>
    public async Task CancelOnceItRunsAsync(CancellationTokenSource cancellation)
    {
        while (!HasRun)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await cancellation.CancelAsync();
    }

    /// <summary>Lets time pass once something has been reached, until the work is given up.</summary>
    public static async Task OutlastAsync(FakeTimeProvider clock, Task work, Func<bool> reached)
    {
        while (!work.IsCompleted)
        {
            if (reached())
                clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Real(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(':')
            .Select(folder => Path.Combine(folder, program))
            .First(File.Exists);

    private string Read(string name) => File.ReadAllText(_folder[name]).Trim();
}
