using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>The real ffprobe and ffmpeg, to look at what was written.</summary>
internal static class Programs
{
    /// <summary>What ffprobe says about the only stream, frames counted by decoding.</summary>
    public static async Task<JsonElement> ProbeAsync(string video)
    {
        byte[] json = await RunAsync("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_format", "-of", "json", video);
        var streams = JsonDocument.Parse(json).RootElement.GetProperty("streams");
        return Assert.Single(streams.EnumerateArray());
    }

    /// <summary>Red, green and blue in the middle of each frame, as a player shows them.</summary>
    public static async Task<IReadOnlyList<(byte Red, byte Green, byte Blue)>> DecodeMiddleAsync(string video)
    {
        byte[] pixels = await RunAsync("ffmpeg", "-v", "error", "-i", video, "-vf", "crop=2:2", "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        return [.. pixels.Chunk(2 * 2 * Frame.Channels).Select(frame => (frame[0], frame[1], frame[2]))];
    }

    private static async Task<byte[]> RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output, TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }
}
