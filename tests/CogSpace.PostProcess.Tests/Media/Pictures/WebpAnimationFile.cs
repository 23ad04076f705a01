using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>An animated WebP, put together of still ones byte by byte.</summary>
/// <param name="width">Of the canvas, in pixels.</param>
/// <param name="height">Of the canvas, in pixels.</param>
internal sealed class WebpAnimationFile(int width, int height)
{
    private readonly List<byte[]> _chunks = [Chunk("ANIM", [0, 0, 0, 0, 0, 0])];

    /// <summary>A still of one colour.</summary>
    /// <param name="path">Is written.</param>
    /// <param name="colour">As FFmpeg names it: "red", "0x00ff00@0.5".</param>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="options">Of the encoder, parted by spaces.</param>
    public static async Task<byte[]> StillAsync(
        string path, string colour, int width, int height, string options = "-lossless 1 -pix_fmt bgra")
    {
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i",
                string.Create(CultureInfo.InvariantCulture, $"color={colour}:size={width}x{height},format=rgba"), "-frames:v",
                "1", "-c:v", "libwebp", .. options.Split(' '), "-update", "1", "-y", path,
            ]
        );
        return await File.ReadAllBytesAsync(path);
    }

    /// <param name="still">A whole file.</param>
    /// <param name="left">Even.</param>
    /// <param name="top">Even.</param>
    /// <param name="size">Of the still, in pixels, or what the file is to claim.</param>
    /// <param name="milliseconds">That it is shown.</param>
    /// <param name="isBlended">On what is below.</param>
    /// <param name="isDisposed">Before the next one.</param>
    public WebpAnimationFile Add(
        byte[] still, int left, int top, (int Width, int Height) size, int milliseconds, bool isBlended = true,
        bool isDisposed = false)
    {
        bool isExtended = Encoding.ASCII.GetString(still, 12, 4) == "VP8X";
        byte[] data = still[(isExtended ? 30 : 12)..];
        byte flags = (byte)((isBlended ? 0 : 2) | (isDisposed ? 1 : 0));
        return AddChunk(
            "ANMF",
            [
                .. Three(left / 2), .. Three(top / 2), .. Three(size.Width - 1), .. Three(size.Height - 1),
                .. Three(milliseconds), flags, .. data,
            ]);
    }

    public WebpAnimationFile AddChunk(string name, byte[] data)
    {
        _chunks.Add(Chunk(name, data));
        return this;
    }

    public byte[] ToBytes()
    {
        byte[] header = [0x12, 0, 0, 0, .. Three(width - 1), .. Three(height - 1)];
        return Chunk("RIFF", [.. "WEBP"u8, .. Chunk("VP8X", header), .. _chunks.SelectMany(chunk => chunk)]);
    }

    private static byte[] Three(int number) => [(byte)number, (byte)(number >> 8), (byte)(number >> 16)];

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. data, .. new byte[data.Length % 2]];
    }
}
