namespace CogSpace.PostProcess.Media;

/// <summary>Finds the ffmpeg program, before hours go into frames that nothing could write.</summary>
internal static class FfmpegProgram
{
    public const string Ffmpeg = "ffmpeg";

    /// <summary>Comes with ffmpeg, and looks at files without decoding them.</summary>
    public const string Ffprobe = "ffprobe";

    /// <param name="program">One of the names above.</param>
    /// <param name="configured">The folder that the settings name; null: the PATH is searched.</param>
    /// <param name="setting">The setting's name.</param>
    /// <param name="refusal">What cannot be done without it, as "Cannot write video.mp4".</param>
    /// <returns>The folder.</returns>
    /// <exception cref="MediaException">It is not there.</exception>
    public static string FindFolder(string program, string? configured, string setting, string refusal)
    {
        string name = FileName(program);
        if (!string.IsNullOrEmpty(configured))
        {
            string folder = Path.GetFullPath(configured);
            return File.Exists(Path.Combine(folder, name))
                ? folder
                : throw new MediaException(
                    $"{refusal}: there is no program {name} in {folder}, the folder that {setting} names.");
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, name)))
            ?? throw new MediaException($"{refusal}: the program {name} is not installed (no folder of the PATH has it).");
    }

    /// <inheritdoc cref="FindFolder"/>
    /// <returns>The whole path.</returns>
    public static string Find(string program, string? configured, string setting, string refusal) =>
        Path.Combine(FindFolder(program, configured, setting, refusal), FileName(program));

    private static string FileName(string program) => OperatingSystem.IsWindows() ? $"{program}.exe" : program;
}
