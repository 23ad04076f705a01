using System.Globalization;

namespace CogSpace.PostProcess.Tests.Media.Videos;

/// <summary>Eight upright patches beside each other, as videos show them.</summary>
internal static class ColourPatches
{
    public const int Width = 192;
    public const int Height = 96;

    /// <summary>From left to right, in sRGB: the primaries, gray, black, white, skin and sky.</summary>
    public static readonly (byte R, byte G, byte B)[] Colours =
    [
        (200, 40, 40), (40, 200, 40), (40, 40, 200), (128, 128, 128), (16, 16, 16), (240, 240, 240), (200, 160, 120),
        (0, 120, 160),
    ];

    /// <summary>Two frames of the patches.</summary>
    /// <param name="path">The container goes by its ending.</param>
    /// <param name="filters">What brings them from sRGB to the colours of the file.</param>
    /// <param name="encoder">Options, parted by spaces.</param>
    public static Task MakeAsync(string path, string filters, string encoder) =>
        Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i",
                $"color=black:size={Width}x{Height}:rate=10,format=gbrp,{string.Join(',', Colours.Select(Patch))}",
                "-vf", $"setparams=colorspace=gbr:color_primaries=bt709:color_trc=iec61966-2-1:range=pc,{filters}",
                "-frames:v", "2", .. encoder.Split(' '), "-y", path,
            ]
        );

    /// <summary>Looks at the middle of each patch.</summary>
    public static void AssertShows(Frame frame, int tolerance)
    {
        for (int i = 0; i < Colours.Length; i++)
        {
            int x = ((2 * i) + 1) * frame.Width / (2 * Colours.Length);
            var at = frame.Pixels.Span[((((frame.Height / 2) * frame.Width) + x) * Frame.Channels)..];
            var (r, g, b) = Colours[i];
            Assert.True(Math.Abs(at[0] - r) <= tolerance && Math.Abs(at[1] - g) <= tolerance && Math.Abs(at[2] - b) <= tolerance,
                $"patch {i} is ({at[0]}, {at[1]}, {at[2]}), not ({r}, {g}, {b})");
        }
    }

    private static string Patch((byte R, byte G, byte B) colour, int index) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"drawbox=x={index * 24}:y=0:w=24:h={Height}:t=fill:color=0x{colour.R:x2}{colour.G:x2}{colour.B:x2}");
}
