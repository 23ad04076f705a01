using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Interpolation;

/// <summary>Frames that FFmpeg draws and x264 compresses, as they are after decoding.</summary>
internal static class EncodedFrames
{
    public const int Width = 160, Height = 96;

    /// <param name="folder">Where the video is put.</param>
    /// <param name="graph">What libavfilter draws; the size is <see cref="Width"/> x <see cref="Height"/>.</param>
    /// <param name="frames">How many.</param>
    /// <param name="quality">The constant rate factor of x264: 18 is good, 35 is poor.</param>
    public static async Task<List<Frame>> MakeAsync(
        TemporaryFolder folder, string graph, int frames, int quality, CancellationToken cancel)
    {
        string path = folder["encoded.mp4"];
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", graph, "-frames:v", $"{frames}", "-r", "24", "-fps_mode", "passthrough",
            "-c:v", "libx264", "-preset", "veryfast", "-crf", $"{quality}", "-pix_fmt", "yuv420p", "-y", path);
        return await ReadAsync(path, frames, Width, Height, cancel);
    }

    public static async Task<List<Frame>> ReadAsync(string path, int frames, int width, int height, CancellationToken cancel) =>
        [
            .. (await new VideoReader(new ReadingOptions())
                .ReadClipAsync(path, new FrameSampling(1, frames, 24), crop: null, width, height, cancel)).Frames,
        ];
}
