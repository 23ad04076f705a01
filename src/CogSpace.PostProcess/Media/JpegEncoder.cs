using System.Runtime.InteropServices;
using OpenCvSharp;

namespace CogSpace.PostProcess.Media;

/// <summary>A picture as a JPEG, in memory.</summary>
public static class JpegEncoder
{
    private const int Quality = 85;

    /// <param name="frame">RGB.</param>
    /// <exception cref="MediaException">OpenCV is missing.</exception>
    public static byte[] Encode(Frame frame)
    {
        try
        {
            using var rgb = new Mat(frame.Height, frame.Width, MatType.CV_8UC3);
            int row = frame.Width * Frame.Channels;
            byte[] pixels = frame.Pixels.ToArray();
            for (int y = 0; y < frame.Height; y++)
                Marshal.Copy(pixels, y * row, rgb.Ptr(y), row);
            using var bgr = rgb.CvtColor(ColorConversionCodes.RGB2BGR);
            return bgr.ImEncode(".jpg", new ImageEncodingParam(ImwriteFlags.JpegQuality, Quality));
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw new MediaException($"OpenCV, which writes pictures, is missing. {e.GetBaseException().Message}", e);
        }
    }
}
