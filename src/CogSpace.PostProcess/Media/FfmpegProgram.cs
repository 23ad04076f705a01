using System.ComponentModel;
using System.Diagnostics;
using FFMpegCore;
using FFMpegCore.Exceptions;
using Instances.Exceptions;

namespace CogSpace.PostProcess.Media;

/// <summary>The ffmpeg or ffprobe program. Every process of either starts here, and nowhere else.</summary>
internal sealed class FfmpegProgram
{
    public const string Ffmpeg = "ffmpeg";

    /// <summary>Comes with ffmpeg, and looks at files without decoding them.</summary>
    public const string Ffprobe = "ffprobe";

    private readonly string _name;
    private readonly string _folder;

    private FfmpegProgram(string name, string folder) => (_name, _folder) = (name, folder);

    private string FullPath => Path.Combine(_folder, ProgramFile.NameOf(_name));

    /// <summary>Finds it, before hours go into frames that nothing could write.</summary>
    /// <param name="name">One of the names above.</param>
    /// <param name="configured">The folder that the settings name; null: the PATH is searched.</param>
    /// <param name="setting">The setting's name.</param>
    /// <param name="refusal">What cannot be done without it, as "Cannot write video.mp4".</param>
    /// <exception cref="MediaException">It is not there.</exception>
    public static FfmpegProgram Find(string name, string? configured, string setting, string refusal)
    {
        if (ProgramFile.FindFolder(name, configured) is { } folder)
            return new FfmpegProgram(name, folder);
        string file = ProgramFile.NameOf(name);
        throw new MediaException(
            string.IsNullOrEmpty(configured)
                ? $"{refusal}: the program {file} is not installed (no folder of the PATH has it)."
                : $"{refusal}: there is no program {file} in {Path.GetFullPath(configured)}, the folder that {setting} names.");
    }

    /// <summary>Starts it with an empty standard input; the caller reads what it writes and ends it.</summary>
    /// <param name="arguments">One argument each; no shell sees them.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="limits">What it may take.</param>
    /// <param name="refusal">What cannot be done without it.</param>
    /// <exception cref="MediaException">It does not start.</exception>
    public Process Start(IEnumerable<string> arguments, string folder, ProgramLimits limits, string refusal)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo(ProgramLimits.Program, [.. limits.Arguments, FullPath, .. arguments])
            {
                WorkingDirectory = folder,
                UseShellExecute = false,
                CreateNoWindow = true,
                RedirectStandardInput = true, // closed: it would else read our terminal
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        try
        {
            process.Start();
            process.StandardInput.Close();
            return process;
        }
        catch (Win32Exception e)
        {
            process.Dispose();
            throw new MediaException(
                $"{refusal}: the program {ProgramLimits.Program} of util-linux, which limits what FFmpeg may take, does not " +
                $"start ({e.Message}).",
                e);
        }
    }

    /// <summary>Runs a command line of FFMpegCore to its end.</summary>
    /// <param name="command">Inputs, pipes and outputs.</param>
    /// <param name="folder">Where it works.</param>
    /// <param name="refusal">What cannot be done without it.</param>
    /// <param name="stop">Kills it.</param>
    /// <returns>Whether it says that it went well.</returns>
    /// <exception cref="MediaException">It does not start.</exception>
    public async Task<bool> RunAsync(FFMpegArgumentProcessor command, string folder, string refusal, CancellationToken stop)
    {
        try
        {
            command.CancellableThrough(out var kill, TimeSpan.Zero); // what it has written by then is thrown away
            using var stopping = stop.Register(() => Kill(kill));
            var options = new FFOptions { BinaryFolder = _folder, WorkingDirectory = folder };
            return (await command.ProcessAsynchronously(throwOnError: false, options, CancellationToken.None)).Success;
        }
        catch (Exception e) when (e is FFMpegException or InstanceException or Win32Exception)
        {
            throw new MediaException($"{refusal}: the ffmpeg program in {_folder} does not start ({e.Message}).", e);
        }
    }

    // FFMpegCore types a "q" before it kills, and that fails where FFmpeg is just ending by itself.
    private static void Kill(Action kill)
    {
        try
        {
            kill();
        }
        catch (IOException)
        {
        }
    }
}
