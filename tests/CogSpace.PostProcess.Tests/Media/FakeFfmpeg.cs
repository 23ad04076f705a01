using System.Runtime.Versioning;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>A shell script in ffmpeg's place; "$real" is the real one.</summary>
[SupportedOSPlatform("linux")]
internal sealed class FakeFfmpeg : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FakeFfmpeg(string script)
    {
        string real = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Select(folder => Path.Combine(folder, "ffmpeg")).First(File.Exists);
        File.WriteAllText(_folder["ffmpeg"], $"""
            #!/bin/sh
            [ "$1" = -version ] && exit 0
            real={real}
            echo "$@" | grep -o 'unix:[^"[:space:]]*' | cut -c 6- > {_folder["pipe"]}
            echo $$ > {_folder["pid"]}
            {script}
            """);
        File.SetUnixFileMode(_folder["ffmpeg"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    public bool HasRun => File.Exists(_folder["pid"]);

    /// <summary>Neither the process nor the pipe that fed it is there any more.</summary>
    public bool IsGone => !Directory.Exists($"/proc/{Read("pid")}") && Read("pipe") is { Length: > 0 } pipe && !File.Exists(pipe);

    public EncodingOptions Options(TimeSpan? timeout = null) => new()
    {
        FfmpegFolder = _folder.FullPath,
        Timeout = timeout ?? TimeSpan.FromMinutes(1),
    };

    public void Dispose() => _folder.Dispose();

    private string Read(string name) => File.ReadAllText(_folder[name]).Trim();
}
