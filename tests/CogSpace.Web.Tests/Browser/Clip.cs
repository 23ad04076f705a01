using System.Diagnostics;
using System.Text.Json;

namespace CogSpace.Web.Tests.Browser;

/// <summary>An MP4 as a player decodes it.</summary>
internal sealed record Clip(string File)
{
    /// <summary>What ffprobe says of the only stream, frames counted by decoding.</summary>
    public async Task<JsonElement> ProbeAsync()
    {
        byte[] json = await RunAsync("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-of", "json", File);
        return Assert.Single(JsonDocument.Parse(json).RootElement.GetProperty("streams").EnumerateArray());
    }

    /// <summary>Frames of height x width x 3 bytes.</summary>
    public async Task<IReadOnlyList<byte[]>> DecodeAsync(int width, int height)
    {
        byte[] pixels = await RunAsync("ffmpeg", "-v", "error", "-i", File, "-f", "rawvideo", "-pix_fmt", "rgb24", "-");
        return [.. pixels.Chunk(width * height * 3)];
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
