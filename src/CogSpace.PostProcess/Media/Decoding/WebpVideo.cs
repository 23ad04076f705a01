using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>
/// An animated WebP as a video, which FFmpeg 5 cannot decode: at the rate of the picture that is shown for the shortest time, so
/// that none is lost.
/// </summary>
internal sealed class WebpVideo : IPictureSequence
{
    /// <summary>Stands where others have FFmpeg's name of what the file is.</summary>
    public const string Demuxer = "webp";

    private readonly WebpCanvas _canvas;
    private readonly WebpAnimation _animation;
    private readonly FrameSampling _sampling;
    private readonly ReadingTimer _timer;
    private readonly byte[] _flat;
    private int _taken;

    private WebpVideo(MediaFile file, byte[] bytes, WebpAnimation animation, FrameSampling sampling, ReadingTimer timer)
    {
        _canvas = new WebpCanvas(file, bytes, animation);
        (_animation, _sampling, _timer) = (animation, sampling, timer);
        _flat = new byte[animation.Width * animation.Height * Frame.Channels];
    }

    public string Quote => "";

    /// <exception cref="MediaException">It is not an animated WebP that is read.</exception>
    public static async Task<VideoInfo> ProbeAsync(MediaFile file, CancellationToken cancellationToken)
    {
        var animation = Parse(file, await ReadAsync(file, cancellationToken));
        var limits = new SizeLimits(file.Options, file.Options.VideoMegapixels);
        if (limits.Complaint(animation.Width, animation.Height) is { } complaint)
            throw file.Refuse(complaint);
        long shortest = animation.ShortestMilliseconds;
        long frames = (animation.Milliseconds + shortest - 1) / shortest;
        return new VideoInfo(animation.Width, animation.Height, (int)frames, 1000.0 / shortest);
    }

    /// <param name="file">Of <see cref="ProbeAsync"/>, which has checked its size.</param>
    /// <param name="sampling">Which frames are taken.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MediaException">It cannot be read.</exception>
    public static async Task<WebpVideo> OpenAsync(
        MediaFile file, FrameSampling sampling, CancellationToken cancellationToken)
    {
        byte[] bytes = await ReadAsync(file, cancellationToken);
        return new WebpVideo(file, bytes, Parse(file, bytes), sampling, new ReadingTimer(file, cancellationToken));
    }

    public async Task<Frame?> NextAsync()
    {
        long now = (_sampling.First + ((long)_taken * _sampling.Stride)) * _animation.ShortestMilliseconds;
        if (_taken == _sampling.Count || now >= _animation.Milliseconds)
            return null;
        _taken++;
        await _timer.WatchAsync(token => Task.Run(() => DrawUntil(now, token), token));
        return new Frame(_animation.Width, _animation.Height, _flat);
    }

    public Task<(int Errors, string First)> FinishAsync() => Task.FromResult((0, ""));

    public ValueTask DisposeAsync()
    {
        _timer.Dispose();
        return ValueTask.CompletedTask;
    }

    private bool DrawUntil(long now, CancellationToken cancellationToken)
    {
        bool draws = !_canvas.IsAtTheEnd && _canvas.NextMilliseconds <= now;
        while (!_canvas.IsAtTheEnd && _canvas.NextMilliseconds <= now)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _canvas.DrawNext();
        }

        if (draws)
            _canvas.Flatten(_flat);
        return draws;
    }

    // It lies in memory as a picture does, so a picture's limit holds.
    private static Task<byte[]> ReadAsync(MediaFile file, CancellationToken cancellationToken) =>
        file.ReadAllAsync(Math.Min(file.Options.PictureMegabytes, file.Options.VideoMegabytes), cancellationToken);

    /// <exception cref="MediaException">It is not an animated WebP, or damaged.</exception>
    public static WebpAnimation Parse(MediaFile file, byte[] bytes)
    {
        try
        {
            return WebpAnimation.Read(bytes) ?? throw file.Refuse($"it is a still picture. {VideoProbe.WhatIsRead}");
        }
        catch (EndOfStreamException e)
        {
            throw file.Refuse("it is cut off", e);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse(e.Message, e);
        }
    }
}
