using System.Runtime.InteropServices;
using CogSpace.PostProcess.Media.Formats;
using OpenCvSharp;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>Decodes a still picture with OpenCV, whatever its channels and bits are, to upright RGB.</summary>
internal static class StillDecoder
{
    /// <exception cref="MediaException">The file is damaged, or OpenCV is missing.</exception>
    public static Frame Decode(
        MediaFile file, FileFormat format, PictureHeader header, byte[] bytes, CancellationToken cancellationToken)
    {
        if (format == FileFormat.Png)
            bytes = CheckedPng(file, bytes, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        using var pixels = Decode(file, bytes);
        if (pixels.Empty() || pixels.Width != header.Width || pixels.Height != header.Height)
            throw file.Refuse("it is damaged");

        var stored = new Frame(pixels.Width, pixels.Height, ToRgb(pixels, header.HasAlpha));
        return Turning.Upright(stored, header.Orientation);
    }

    private static byte[] CheckedPng(MediaFile file, byte[] bytes, CancellationToken cancellationToken)
    {
        try
        {
            PngData.Check(bytes, cancellationToken);
            return PngFile.WithoutExtras(bytes);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse(e.Message, e);
        }
    }

    /// <param name="file">That messages name.</param>
    /// <param name="bytes">A still picture of 8 bits a channel.</param>
    /// <param name="width">That it has to have, in pixels.</param>
    /// <param name="height">That it has to have, in pixels.</param>
    /// <returns>RGBA, as it is stored.</returns>
    /// <exception cref="MediaException">It is damaged, or OpenCV is missing.</exception>
    public static byte[] DecodeRgba(MediaFile file, byte[] bytes, int width, int height)
    {
        using var pixels = Decode(file, bytes);
        if (pixels.Empty() || pixels.Width != width || pixels.Height != height || pixels.Depth() != MatType.CV_8U)
            throw file.Refuse("one of its pictures is damaged");
        byte[] rgba = new byte[width * height * WhiteBackground.Channels];
        byte[] row = new byte[width * pixels.Channels()];
        for (int y = 0; y < height; y++)
        {
            Marshal.Copy(pixels.Ptr(y), row, 0, row.Length);
            Spread(row, pixels.Channels(), hasAlpha: true, rgba.AsSpan(y * width * WhiteBackground.Channels));
        }

        return rgba;
    }

    private static Mat Decode(MediaFile file, byte[] bytes)
    {
        try
        {
            Cv2.SetLogLevel(LogLevel.SILENT); // a damaged file is an exception here, not a line on the terminal
            // As it is stored: alpha, 16 bits, and not turned. OpenCV itself would drop alpha and cut 16 bits short.
            return Cv2.ImDecode(bytes, ImreadModes.Unchanged);
        }
        catch (OpenCVException e)
        {
            throw file.Refuse("it is damaged", e);
        }
        catch (Exception e) when (e is DllNotFoundException or TypeInitializationException)
        {
            throw file.Refuse($"OpenCV, which decodes pictures, is missing. {e.GetBaseException().Message}", e);
        }
    }

    // Gray, BGR or BGRA of 8 or 16 bits -> RGB of 8
    private static byte[] ToRgb(Mat pixels, bool hasAlpha)
    {
        var (width, height, channels) = (pixels.Width, pixels.Height, pixels.Channels());
        bool isWide = pixels.Depth() == MatType.CV_16U;
        byte[] result = new byte[width * height * Frame.Channels];
        byte[] row = new byte[width * channels * (isWide ? 2 : 1)];
        byte[] rgba = new byte[width * WhiteBackground.Channels];
        for (int y = 0; y < height; y++)
        {
            Marshal.Copy(pixels.Ptr(y), row, 0, row.Length);
            var narrow = isWide ? Narrow(row) : row;
            Spread(narrow, channels, hasAlpha, rgba);
            WhiteBackground.Flatten(rgba, result.AsSpan(y * width * Frame.Channels, width * Frame.Channels));
        }

        return result;
    }

    // 16 bits to 8 in place, rounded: 65535 / 257 is 255.
    private static Span<byte> Narrow(byte[] row)
    {
        var wide = MemoryMarshal.Cast<byte, ushort>(row);
        for (int i = 0; i < wide.Length; i++)
            row[i] = (byte)((wide[i] + 128) / 257);
        return row.AsSpan(0, wide.Length);
    }

    private static void Spread(ReadOnlySpan<byte> row, int channels, bool hasAlpha, Span<byte> rgba)
    {
        for (int from = 0, to = 0; from < row.Length; from += channels, to += WhiteBackground.Channels)
        {
            bool isGray = channels < Frame.Channels;
            rgba[to] = row[isGray ? from : from + 2];
            rgba[to + 1] = row[isGray ? from : from + 1];
            rgba[to + 2] = row[from];
            rgba[to + 3] = channels == WhiteBackground.Channels && hasAlpha ? row[from + 3] : byte.MaxValue;
        }
    }
}
