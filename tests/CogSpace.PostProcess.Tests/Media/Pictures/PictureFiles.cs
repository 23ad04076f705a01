using System.Buffers.Binary;
using System.Text;

namespace CogSpace.PostProcess.Tests.Media.Pictures;

/// <summary>Pictures in files, made by FFmpeg and completed here.</summary>
internal static class PictureFiles
{
    /// <summary>Writes the four colours with FFmpeg.</summary>
    /// <param name="path">The format goes by its ending.</param>
    /// <param name="options">Of the encoder.</param>
    public static async Task<byte[]> EncodeAsync(string path, params string[] options)
    {
        string raw = path + ".rgb";
        await File.WriteAllBytesAsync(raw, Quadrants.Picture.Pixels.ToArray());
        await Programs.RunAsync(
            "ffmpeg",
            [
                "-v",
                "error",
                "-f",
                "rawvideo",
                "-pix_fmt",
                "rgb24",
                "-video_size",
                $"{Quadrants.Width}x{Quadrants.Height}",
                "-i",
                raw,
                .. options,
                "-frames:v",
                "1",
                "-update",
                "1",
                "-y",
                path,
            ]
        );
        File.Delete(raw);
        return await File.ReadAllBytesAsync(path);
    }

    /// <summary>An Exif block that says nothing but how the picture is to be turned.</summary>
    public static byte[] Exif(int orientation, bool isLittle)
    {
        byte[] block = new byte[26];
        Encoding.ASCII.GetBytes(isLittle ? "II" : "MM").CopyTo(block, 0);
        void Write(int at, int value, int length)
        {
            for (int i = 0; i < length; i++)
                block[isLittle ? at + i : at + length - 1 - i] = (byte)(value >> (8 * i));
        }

        Write(2, 42, 2);
        Write(4, 8, 4);
        Write(8, 1, 2);
        Write(10, 0x0112, 2);
        Write(12, 3, 2); // a 16-bit number
        Write(14, 1, 4);
        Write(18, orientation, 2);
        return block;
    }

    public static byte[] WithExif(byte[] jpeg, byte[] exif) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, (byte)(exif.Length + 8), .. "Exif\0\0"u8, .. exif, .. jpeg[2..]];

    /// <summary>Wraps the only chunk of a simple WebP into an extended file.</summary>
    public static byte[] Extended(byte[] webp, byte[] exif, byte flags = 0x08)
    {
        byte[] header = [flags, 0, 0, 0, Quadrants.Width - 1, 0, 0, Quadrants.Height - 1, 0, 0];
        byte[] body = [.. "WEBP"u8, .. Chunk("VP8X", header), .. webp[12..], .. Chunk("EXIF", exif)];
        return [.. Chunk("RIFF", body)];
    }

    private static byte[] Chunk(string name, byte[] data)
    {
        byte[] length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, data.Length);
        return [.. Encoding.ASCII.GetBytes(name), .. length, .. data, .. new byte[data.Length % 2]];
    }
}
