using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Compression;
using System.Text;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>Files made to hurt, and ordinary ones to damage.</summary>
internal static class HostileFile
{
    private const int Kilobyte = 1024;

    /// <summary>An MP4 of some 100 KB with twenty tracks of 8K: each would get a decoder.</summary>
    public static Task<byte[]> ManyTracksAsync() => MakeAsync(
        "mp4",
        [
            "-f", "lavfi", "-i", "color=red:s=7680x4320:r=1:d=1",
            .. Enumerable.Repeat<string[]>(["-map", "0:v"], 20).SelectMany(map => map),
            "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p",
        ]);

    /// <summary>An MP4 of one second whose comment has so many megabytes, and says that it is a recipe.</summary>
    public static async Task<byte[]> LongRecipeAsync(int megabytes)
    {
        string tags = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(
                tags,
                $";FFMETADATA1\ncomment={{\"version\":1,\"prompt\":\"{new string('a', megabytes * Kilobyte * Kilobyte)}\"}}\n");
            return await MakeAsync(
                "mp4", ["-f", "lavfi", "-i", "testsrc=s=64x64:r=8:d=1", "-i", tags, "-map_metadata", "1", "-pix_fmt", "yuv420p"]);
        }
        finally
        {
            File.Delete(tags);
        }
    }

    /// <summary>A PNG of 64 x 64 whose data unfolds to so many megabytes.</summary>
    public static byte[] UnfoldingPng(int megabytes)
    {
        using var data = new MemoryStream();
        using (var packed = new ZLibStream(data, CompressionLevel.Optimal, leaveOpen: true))
        {
            byte[] zeros = new byte[Kilobyte * Kilobyte];
            for (int i = 0; i < megabytes; i++)
                packed.Write(zeros);
        }

        byte[] header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, 64);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), 64);
        (header[8], header[9]) = (8, 2);       // bits, RGB
        return
        [
            0x89, .. "PNG\r\n\u001a\n"u8, .. Chunk("IHDR", header), .. Chunk("IDAT", data.ToArray()), .. Chunk("IEND", []),
        ];
    }

    /// <summary>Files with bytes changed, cut off, doubled or put together from two: the same ones each time.</summary>
    /// <param name="count">How many.</param>
    /// <returns>The file, and as what it is sent.</returns>
    public static async Task<IReadOnlyList<(byte[] File, string Kind)>> DamagedAsync(int count)
    {
        var sources = new List<(byte[] File, string Kind)>();
        foreach (string ending in new[] { "png", "jpg", "webp", "bmp", "gif" })
            sources.Add((await MakeAsync(ending, ["-f", "lavfi", "-i", "testsrc=s=160x120:d=1:r=4", "-frames:v", "1"]), "image"));
        foreach (string ending in new[] { "mp4", "webm", "mkv", "avi", "mov", "gif" })
            sources.Add((await MakeAsync(ending, ["-f", "lavfi", "-i", "testsrc=s=160x120:d=1:r=8"]), "video"));
        var random = new Random(1);
        return [.. Enumerable.Range(0, count).Select(i => Damage(sources, sources[i % sources.Count], random))];
    }

    private static (byte[] File, string Kind) Damage(
        List<(byte[] File, string Kind)> sources, (byte[] File, string Kind) source, Random random)
    {
        byte[] file = [.. source.File];
        switch (random.Next(4))
        {
            case 0:
                return (file[..random.Next(1, file.Length)], source.Kind);
            case 1:
                return ([.. file, .. file[random.Next(file.Length)..]], source.Kind);
            case 2:
                byte[] other = sources[random.Next(sources.Count)].File;
                return ([.. file[..(file.Length / 2)], .. other[(other.Length / 2)..]], source.Kind);
            default:
                for (int i = random.Next(1, 40); i > 0; i--)
                    file[random.Next(Math.Min(file.Length, random.Next(64, 4096)))] = (byte)random.Next(256);
                return (file, source.Kind);
        }
    }

    private static byte[] Chunk(string type, byte[] data)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(type), .. data];
        byte[] length = new byte[4], sum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, data.Length);
        BinaryPrimitives.WriteUInt32BigEndian(sum, Crc(named));
        return [.. length, .. named, .. sum];
    }

    private static uint Crc(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ 0xEDB88320;
        }

        return ~crc;
    }

    private static async Task<byte[]> MakeAsync(string ending, string[] arguments)
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.{ending}");
        try
        {
            using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", .. arguments, "-y", path]);
            await ffmpeg.WaitForExitAsync();
            return await File.ReadAllBytesAsync(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
