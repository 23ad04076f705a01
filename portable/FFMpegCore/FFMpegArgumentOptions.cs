using System.Globalization;
using FFMpegCore.Enums;

namespace FFMpegCore;

/// <summary>What stands before one input or output.</summary>
public class FFMpegArgumentOptions : FFMpegArgumentsBase
{
    internal FFMpegArgumentOptions()
    {
    }

    public FFMpegArgumentOptions WithVideoCodec(string videoCodec) => With($"-c:v {videoCodec}");

    public FFMpegArgumentOptions WithAudioCodec(string audioCodec) => With($"-c:a {audioCodec.ToLowerInvariant()}");

    /// <param name="bitrate">In thousands of bits per second.</param>
    public FFMpegArgumentOptions WithAudioBitrate(int bitrate) => With($"-b:a {bitrate}k");

    /// <param name="times">How often an animation is repeated; 0: for ever.</param>
    public FFMpegArgumentOptions Loop(int times) => With($"-loop {times}");

    /// <exception cref="ArgumentException">Not from 0 to 63.</exception>
    public FFMpegArgumentOptions WithConstantRateFactor(int crf)
    {
        if (crf is < 0 or > 63)
            throw new ArgumentException($"A constant rate factor is 0 to 63, not {crf}.", nameof(crf));

        return With($"-crf {crf}");
    }

    public FFMpegArgumentOptions WithSpeedPreset(Speed speed) => With($"-preset {speed.ToString().ToLowerInvariant()}");

    public FFMpegArgumentOptions WithFramerate(double framerate) => With(string.Create(CultureInfo.InvariantCulture, $"-r {framerate}"));

    public FFMpegArgumentOptions ForcePixelFormat(string pixelFormat) => With($"-pix_fmt {pixelFormat}");

    public FFMpegArgumentOptions ForceFormat(string format) => With($"-f {format}");

    /// <summary>The table of contents goes before the pictures, so that a browser plays before it has the whole file.</summary>
    public FFMpegArgumentOptions WithFastStart() => With("-movflags faststart");

    public FFMpegArgumentOptions WithCustomArgument(string argument) => With(argument);

    private FFMpegArgumentOptions With(string text)
    {
        Parts.Add(() => text);
        return this;
    }
}
