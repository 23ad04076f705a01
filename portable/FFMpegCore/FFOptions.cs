namespace FFMpegCore;

/// <summary>Where ffmpeg is and where it works.</summary>
public class FFOptions
{
    /// <summary>What relative file names are relative to; empty: where this process is.</summary>
    public string WorkingDirectory { get; set; } = string.Empty;

    /// <summary>The folder of the ffmpeg program. Empty, or without such a program: the PATH is searched.</summary>
    public string BinaryFolder { get; set; } = string.Empty;

    internal string ProgramPath
    {
        get
        {
            string name = OperatingSystem.IsWindows() ? "ffmpeg.exe" : "ffmpeg";
            string bits = Environment.Is64BitProcess ? "x64" : "x86";
            string[] candidates = [Path.Combine(BinaryFolder, bits, name), Path.Combine(BinaryFolder, name)];
            return Array.Find(candidates, File.Exists) ?? name;
        }
    }
}
