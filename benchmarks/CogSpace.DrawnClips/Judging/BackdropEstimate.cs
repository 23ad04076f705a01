using CogSpace.DrawnClips.Drawing;

namespace CogSpace.DrawnClips.Judging;

/// <summary>Finds what is behind the shapes: each row's colour is the median of its ends, over all frames.</summary>
internal static class BackdropEstimate
{
    private const int EndColumns = 12;

    /// <returns>A colour for each row.</returns>
    public static Colour[] Rows(IReadOnlyList<Frame> frames) =>
    [
        .. Enumerable.Range(0, frames[0].Height)
            .Select(y => new Colour(Median(frames, y, 0), Median(frames, y, 1), Median(frames, y, 2))),
    ];

    /// <summary>The name of what is nearest to the colours of the rows.</summary>
    public static string NameOf(Colour[] rows) => Backdrop.All
        .MinBy(named => rows.Select((colour, y) => named.Value.At((y + 0.5) / rows.Length).Distance(colour)).Average())
        .Key;

    private static double Median(IReadOnlyList<Frame> frames, int y, int channel)
    {
        int width = frames[0].Width, half = frames.Count * EndColumns;
        Span<int> counts = stackalloc int[byte.MaxValue + 1];
        counts.Clear();
        foreach (var frame in frames)
        {
            var row = frame.Pixels.Span.Slice(y * width * Frame.Channels, width * Frame.Channels);
            for (int x = 0; x < EndColumns; x++)
            {
                counts[row[(x * Frame.Channels) + channel]]++;
                counts[row[((width - 1 - x) * Frame.Channels) + channel]]++;
            }
        }

        int median = 0;
        for (int below = counts[0]; below <= half; below += counts[median])
            median++;
        return median;
    }
}
