namespace CogSpace.Web.Tests.Uploads;

/// <summary>Files that visitors might send, drawn by FFmpeg.</summary>
internal static class SampleFile
{
    public static readonly byte[] Text = "This is a text and nothing else, whatever it is called.\n"u8.ToArray();

    public static readonly byte[] Svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>"u8.ToArray();

    public static readonly byte[] Playlist = "#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n"u8.ToArray();

    /// <summary>A red square on white, as a picture of any format that FFmpeg knows by its name.</summary>
    public static async Task<byte[]> PictureAsync(int width, int height, string extension = "png")
    {
        using var folder = new TemporaryFolder();
        string side = $"{Math.Max(1, Math.Min(width, height) / 2)}";
        await DrawnFiles.DrawAsync(
            folder[$"picture.{extension}"], "-i", $"color=white:s={width + (width % 2)}x{height + (height % 2)}", "-vf",
            $"format=rgb24,crop={width}:{height}:0:0,drawbox=x=(iw-{side})/2:y=(ih-{side})/2:w={side}:h={side}:color=red:t=fill",
            "-frames:v", "1");
        return await File.ReadAllBytesAsync(folder[$"picture.{extension}"]);
    }

    /// <summary>FFmpeg's test picture, moving.</summary>
    public static async Task<byte[]> VideoAsync(int width, int height, double seconds = 1, int rate = 8, string extension = "mp4")
    {
        using var folder = new TemporaryFolder();
        await DrawnFiles.DrawAsync(
            folder[$"video.{extension}"], "-i", FormattableString.Invariant($"testsrc=s={width}x{height}:r={rate}:d={seconds}"),
            "-pix_fmt", "yuv420p");
        return await File.ReadAllBytesAsync(folder[$"video.{extension}"]);
    }

    /// <summary>Hours that take few bytes: one frame a minute.</summary>
    public static async Task<byte[]> ThreeHoursAsync()
    {
        using var folder = new TemporaryFolder();
        await DrawnFiles.DrawAsync(folder["long.mp4"], "-i", "color=red:s=64x64:r=1/60:d=10800", "-pix_fmt", "yuv420p");
        return await File.ReadAllBytesAsync(folder["long.mp4"]);
    }

    /// <summary>A video file without a picture in it.</summary>
    public static async Task<byte[]> SoundAsync()
    {
        using var folder = new TemporaryFolder();
        await DrawnFiles.DrawAsync(folder["sound.mp4"], "-i", "sine=d=1", "-c:a", "aac");
        return await File.ReadAllBytesAsync(folder["sound.mp4"]);
    }

    /// <summary>A PNG of a few bytes whose header promises a picture of gigabytes.</summary>
    public static async Task<byte[]> BombAsync()
    {
        byte[] png = await PictureAsync(64, 64);
        (png[18], png[19], png[22], png[23]) = (0x3F, 0xFF, 0x3F, 0xFF);      // 16383 x 16383, in IHDR
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Crc(png.AsSpan(12, 17)));
        return png;
    }

    private static uint Crc(ReadOnlySpan<byte> bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte b in bytes)
        {
            crc ^= b;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }
}
