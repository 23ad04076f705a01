using System.Diagnostics;

namespace CogSpace.Generation;

/// <summary>Shows small frames now and then as they are decoded, in the place of the rough pictures before them.</summary>
/// <param name="timings">Told of them.</param>
/// <param name="interval">Between two of them, at least; null: none are shown.</param>
/// <param name="first">The number of the first one, after all that were shown while denoising.</param>
internal sealed class DecodedPreviews(StageTimings timings, TimeSpan? interval, int first)
{
    private const int MostWidth = 480;

    private readonly Stopwatch _watch = new();
    private int _number = first;

    public void Look(Frame frame)
    {
        _number++;
        if (interval is not { } least || (_watch.IsRunning && _watch.Elapsed < least))
            return;
        timings.Show(new GenerationPreview(_number, Shrink(frame)) { IsDecoded = true });
        _watch.Restart();
    }

    /// <summary>Every so many pixels of every so many rows.</summary>
    internal static Frame Shrink(Frame frame)
    {
        int every = (frame.Width + MostWidth - 1) / MostWidth;
        if (every == 1)
            return frame;
        int width = frame.Width / every, height = Math.Max(1, frame.Height / every);
        byte[] pixels = new byte[width * height * Frame.Channels];
        var source = frame.Pixels.Span;
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                source.Slice(((y * every * frame.Width) + (x * every)) * Frame.Channels, Frame.Channels)
                    .CopyTo(pixels.AsSpan(((y * width) + x) * Frame.Channels));
            }
        }

        return new Frame(width, height, pixels);
    }
}
