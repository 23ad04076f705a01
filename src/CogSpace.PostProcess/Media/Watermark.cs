using OpenCvSharp;

namespace CogSpace.PostProcess.Media;

/// <summary>A line of text in the lower right corner of frames: white with a black edge, so that it is read on both.</summary>
internal sealed class Watermark
{
    private const HersheyFonts Font = HersheyFonts.HersheySimplex;
    private const double HeightOfLetters = 22;      // in pixels, at a scale of 1
    private const double PartOfHeight = 1.0 / 28;
    private const double PartOfWidth = 0.9;
    private const int LeastHeight = 8;

    private readonly string _text;

    private Watermark(string text) => _text = text;

    /// <returns>Null where the options want none.</returns>
    public static Watermark? Of(EncodingOptions options) =>
        string.IsNullOrWhiteSpace(options.Watermark) ? null : new Watermark(options.Watermark.Trim());

    /// <returns>Another frame; the first is left as it is.</returns>
    /// <exception cref="MediaException">OpenCV is missing.</exception>
    public Frame Draw(Frame frame)
    {
        byte[] pixels = frame.Pixels.ToArray();
        try
        {
            using var picture = Mat.FromPixelData(frame.Height, frame.Width, MatType.CV_8UC3, pixels);
            var whole = Cv2.GetTextSize(_text, Font, 1, 1, out _);
            double height = Math.Max(LeastHeight, frame.Height * PartOfHeight);
            double scale = Math.Min(height / HeightOfLetters, PartOfWidth * frame.Width / whole.Width);
            int stroke = Math.Max(1, (int)Math.Round(1.5 * scale));
            var size = Cv2.GetTextSize(_text, Font, scale, stroke, out int below);
            int margin = Math.Max(2, frame.Height / 40);
            var start = new Point(Math.Max(0, frame.Width - size.Width - margin), frame.Height - below - margin);
            Cv2.PutText(picture, _text, start, Font, scale, Scalar.Black, stroke + 2, LineTypes.AntiAlias);
            Cv2.PutText(picture, _text, start, Font, scale, Scalar.White, stroke, LineTypes.AntiAlias);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new MediaException($"OpenCV, which draws the watermark, is missing. {e.GetBaseException().Message}", e);
        }

        return new Frame(frame.Width, frame.Height, pixels).At(frame.Time);
    }
}
