using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.Tests;

/// <summary>The real ffprobe and ffmpeg, to look at what was written.</summary>
internal static class Programs
{
    /// <summary>What ffprobe says about the only stream, frames counted by decoding.</summary>
    public static async Task<JsonElement> ProbeAsync(string video)
    {
        byte[] json = await RunAsync(
            "ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", video);
        return Assert.Single(JsonDocument.Parse(json).RootElement.GetProperty("streams").EnumerateArray());
    }

    /// <summary>What ffprobe says about a file with several streams: the streams, and the file.</summary>
    public static async Task<(IReadOnlyList<JsonElement> Streams, JsonElement Format)> ProbeAllAsync(string video)
    {
        var root = JsonDocument
            .Parse(
                await RunAsync(
                    "ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", video)
            )
            .RootElement;
        return ([.. root.GetProperty("streams").EnumerateArray()], root.GetProperty("format"));
    }

    /// <summary>How long each frame is shown, in seconds.</summary>
    public static async Task<IReadOnlyList<double>> DurationsAsync(string video)
    {
        byte[] lines = await RunAsync(
            "ffprobe", "-v", "error", "-select_streams", "v:0", "-show_entries", "packet=duration_time", "-of", "csv=p=0",
            video);
        return
        [
            .. System
                .Text.Encoding.ASCII.GetString(lines)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => double.Parse(line.Trim(','), System.Globalization.CultureInfo.InvariantCulture)),
        ];
    }

    /// <summary>Frames of height x width x 3 bytes, as a player shows them.</summary>
    public static async Task<IReadOnlyList<byte[]>> DecodeAsync(string video, int width, int height)
    {
        byte[] pixels = await RunAsync("ffmpeg", "-v", "error", "-i", video, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        return [.. pixels.Chunk(width * height * 3)];
    }

    /// <summary>What a program writes to standard output.</summary>
    public static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
