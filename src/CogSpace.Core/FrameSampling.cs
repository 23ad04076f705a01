namespace CogSpace;

/// <summary>
/// Which frames of a video are taken to restyle it: every <paramref name="Stride"/>-th from <paramref name="First"/> on. A video
/// whose rate varies is first brought to a constant rate.
/// </summary>
/// <param name="Stride">1 takes each.</param>
/// <param name="Count">Frames that are taken.</param>
/// <param name="FramesPerSecond">The rate of those that are taken, so that they last as long as they did.</param>
/// <param name="First">The first that is taken, counted from 0.</param>
/// <remarks>
/// Source: CogVideo inference/gradio_composite_demo/app.py, center_crop_resize. Differs: there the taken frames are played at
/// 8 per second, however far apart they were.
/// </remarks>
public sealed record FrameSampling(int Stride, int Count, double FramesPerSecond, int First = 0)
{
    private const int MostStride = 6;
    private const double MostFramesPerSecond = 240;

    /// <summary>The constant rate at which all frames of the video, taken or not, follow each other.</summary>
    public double SourceFramesPerSecond => FramesPerSecond * Stride;

    /// <summary>Seconds from the first frame of the video to the first that is taken.</summary>
    public double Start => First / SourceFramesPerSecond;

    /// <summary>The numbers of the frames that are taken, counted from 0.</summary>
    public IEnumerable<int> Indices => Enumerable.Range(0, Count).Select(i => First + (i * Stride));

    /// <summary>When a frame that is taken is shown, counted from the first that is taken.</summary>
    /// <param name="frame">Its number among those that are taken, counted from 0.</param>
    public TimeSpan TimeOf(int frame) => TimeSpan.FromSeconds(frame / FramesPerSecond);

    /// <summary>
    /// Comes near a rate, but rather takes frames that are closer together than fewer than <paramref name="most"/>. Of a video
    /// whose rate varies, they are what is shown at even distances in time.
    /// </summary>
    /// <param name="video">What they are taken of.</param>
    /// <param name="framesPerSecond">The rate that the model was trained on.</param>
    /// <param name="most">Frames to take at most.</param>
    public static FrameSampling Choose(VideoInfo video, double framesPerSecond, int most)
    {
        if (video.Intervals is { } intervals)
            return AtEvenTimes(video, framesPerSecond, most, 1 / intervals.Shortest);
        int stride = (int)Math.Clamp(Math.Ceiling(video.FramesPerSecond / framesPerSecond), 1, MostStride);
        while ((double)video.Frames / stride < most && stride > 1)
            stride--;
        return new FrameSampling(stride, Math.Min(most, ((video.Frames - 1) / stride) + 1), video.FramesPerSecond / stride);
    }

    // Never at a higher rate than its frames have where they are closest.
    private static FrameSampling AtEvenTimes(VideoInfo video, double framesPerSecond, int most, double highest)
    {
        double rate = Math.Min(Math.Max(framesPerSecond, most / video.Seconds), Math.Min(highest, MostFramesPerSecond));
        return new FrameSampling(1, Math.Clamp((int)Math.Round(video.Seconds * rate), 1, most), rate);
    }
}
