namespace CogSpace.PostProcess.Media;

/// <summary>Finds the ffmpeg program, before hours go into frames that nothing could write.</summary>
internal static class FfmpegProgram
{
    private static string FileName => OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";

    /// <param name="configured"><see cref="EncodingOptions.FfmpegFolder"/>.</param>
    /// <param name="path">The file that cannot be written without it.</param>
    /// <exception cref="MediaException">It is not there.</exception>
    public static string FindFolder(string? configured, string path)
    {
        if (!string.IsNullOrEmpty(configured))
        {
            string folder = Path.GetFullPath(configured);
            return Holds(folder)
                ? folder
                : throw new MediaException($"Cannot write {path}: there is no program {FileName} in {folder}, the folder that {EncodingOptions.Section}:{nameof(EncodingOptions.FfmpegFolder)} names.");
        }

        string[] folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return Array.Find(folders, Holds)
            ?? throw new MediaException($"Cannot write {path}: the program {FileName} is not installed (no folder of the PATH has it).");
    }

    private static bool Holds(string folder) => File.Exists(Path.Combine(folder, FileName));
}
