using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CogSpace.Web.Uploads;

/// <summary>Finds out what a picture or a video is, and refuses what a video cannot be made from.</summary>
internal sealed class SourceProbe
{
    private readonly string _program = "ffprobe";

    /// <exception cref="MediaException">It is damaged, too large or too long.</exception>
    public async Task<SourceInfo> LookAsync(string path, SourceKind kind, CancellationToken cancel)
    {
        using var process = Process.Start(new ProcessStartInfo(_program, ["-v", "error", "-count_packets", "-select_streams", "v:0", "-show_streams", "-of", "json", path]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        string json = await process.StandardOutput.ReadToEndAsync(cancel);
        await process.WaitForExitAsync(cancel);
        if (process.ExitCode != 0 || JsonDocument.Parse(json).RootElement.GetProperty("streams").GetArrayLength() == 0)
            throw new MediaException($"Cannot read {path}: it is damaged.");
        var stream = JsonDocument.Parse(json).RootElement.GetProperty("streams")[0];
        var (width, height) = (stream.GetProperty("width").GetInt32(), stream.GetProperty("height").GetInt32());
        if (kind == SourceKind.Image)
            return new SourceInfo(kind, width, height);
        double[] rate = [.. stream.GetProperty("r_frame_rate").GetString()!.Split('/').Select(part => double.Parse(part, CultureInfo.InvariantCulture))];
        return SourceInfo.Of(new VideoInfo(width, height, int.Parse(stream.GetProperty("nb_read_packets").GetString()!, CultureInfo.InvariantCulture), rate[0] / rate[1]));
    }
}
