namespace CogSpace;

/// <summary>Where a program of the system is, such as ffmpeg.</summary>
public static class ProgramFile
{
    /// <returns>The file's name: with .exe on Windows.</returns>
    public static string NameOf(string program) => OperatingSystem.IsWindows() ? $"{program}.exe" : program;

    /// <param name="program">Such as "ffmpeg".</param>
    /// <param name="configured">The folder that the settings name; null or empty: the PATH is searched.</param>
    /// <returns>The folder that has it; null: none.</returns>
    public static string? FindFolder(string program, string? configured)
    {
        string[] folders = string.IsNullOrEmpty(configured)
            ? (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            : [Path.GetFullPath(configured)];
        return Array.Find(folders, folder => File.Exists(Path.Combine(folder, NameOf(program))));
    }
}
