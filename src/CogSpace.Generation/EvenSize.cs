using System.Globalization;

namespace CogSpace.Generation;

/// <summary>
/// An MP4 that plays everywhere keeps one colour for two by two pixels: frames of an odd size get their last column or row
/// twice.
/// </summary>
internal static class EvenSize
{
    /// <summary>What comes out when such a video goes in.</summary>
    public static VideoInfo Of(VideoInfo video) => video with { Width = Up(video.Width), Height = Up(video.Height) };

    /// <summary>What the person should know of it; empty where nothing is done.</summary>
    public static IEnumerable<string> Notes(VideoInfo video) =>
        Of(video) == video
            ? []
            :
            [
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"An MP4 needs an even width and height, so the last column or row is there twice: {video.Width} x " +
                    $"{video.Height} became {Up(video.Width)} x {Up(video.Height)}."
                ),
            ];

    /// <returns>The frame itself where its size is even.</returns>
    public static Frame Fill(Frame frame)
    {
        var (width, height) = (Up(frame.Width), Up(frame.Height));
        if ((width, height) == (frame.Width, frame.Height))
            return frame;
        var pixels = new byte[width * height * Frame.Channels];
        int given = frame.Width * Frame.Channels, row = width * Frame.Channels;
        for (int y = 0; y < height; y++)
        {
            var from = frame.Pixels.Span.Slice(Math.Min(y, frame.Height - 1) * given, given);
            from.CopyTo(pixels.AsSpan(y * row));
            from[^Frame.Channels..].CopyTo(pixels.AsSpan(((y + 1) * row) - Frame.Channels));
        }

        return new Frame(width, height, pixels).At(frame.Time);
    }

    private static int Up(int size) => size + (size % 2);
}
