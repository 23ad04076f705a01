using System.Globalization;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>
/// Videos whose frames tell their own number: FFmpeg makes them gray, each a little brighter than the one before.
/// </summary>
internal static class VideoFiles
{
    public const int GrayStep = 4;

    public const string H264 = "-c:v libx264 -qp 4 -pix_fmt yuv420p -colorspace bt709 -color_primaries bt709 -color_trc bt709";

    /// <param name="path">The container goes by its ending.</param>
    /// <param name="encoder">Options, parted by spaces.</param>
    /// <param name="frames">How many.</param>
    /// <param name="rate">Frames per second.</param>
    /// <param name="size">As "96x64".</param>
    /// <param name="filters">After the frames are made, each with a comma in front.</param>
    public static Task MakeAsync(
        string path, string encoder = H264, int frames = 24, int rate = 12, string size = "96x64", string filters = "") =>
        DrawnFiles.DrawAsync(
            path,
            [
                "-i",
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"color=black:size={size}:rate={rate},format=rgb24,geq=r='{GrayStep}*N':g='{GrayStep}*N':b='{GrayStep}*N'{filters}"
                ),
                "-frames:v",
                $"{frames}",
                .. encoder.Split(' '),
            ]
        );

    /// <summary>Pictures of 1920 x 1080, 25 a second.</summary>
    public static Task MakeLargeAsync(string path, int frames) =>
        DrawnFiles.DrawAsync(
            path, "-i", "testsrc2=size=1920x1080:rate=25", "-frames:v", $"{frames}", "-c:v", "libx264", "-preset", "ultrafast",
            "-pix_fmt", "yuv420p");

    /// <summary>The number of a frame, by its gray.</summary>
    public static int NumberOf(Frame frame)
    {
        var middle = frame.Pixels.Span[((((frame.Height / 2) * frame.Width) + (frame.Width / 2)) * Frame.Channels)..];
        return (int)Math.Round(middle[1] / (double)GrayStep);
    }
}
