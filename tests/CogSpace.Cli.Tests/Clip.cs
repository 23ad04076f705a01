using System.Diagnostics;
using System.Globalization;

namespace CogSpace.Cli.Tests;

/// <summary>A decoded video.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Frames">RGB bytes of each frame.</param>
internal sealed record Clip(int Width, int Height, IReadOnlyList<byte[]> Frames)
{
    /// <summary>What ffprobe says of the first video stream: "codec_name=h264" and so on.</summary>
    public static async Task<IReadOnlyDictionary<string, string>> ProbeAsync(string path)
    {
        byte[] text = await RunAsync("ffprobe", "-v", "error", "-count_frames", "-select_streams", "v:0", "-show_entries", "stream=codec_name,pix_fmt,width,height,nb_read_frames,avg_frame_rate,r_frame_rate", "-of", "default=noprint_wrappers=1", path);
        return System.Text.Encoding.UTF8.GetString(text).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    public static async Task<Clip> ReadAsync(string path)
    {
        var probe = await ProbeAsync(path);
        var (width, height) = (int.Parse(probe["width"], CultureInfo.InvariantCulture), int.Parse(probe["height"], CultureInfo.InvariantCulture));
        byte[] pixels = await RunAsync("ffmpeg", "-v", "error", "-i", path, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        return new Clip(width, height, [.. pixels.Chunk(width * height * 3)]);
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true };
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
