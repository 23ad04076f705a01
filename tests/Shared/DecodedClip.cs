namespace CogSpace.Tests;

/// <summary>A decoded video.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Frames">RGB bytes of each frame.</param>
internal sealed record DecodedClip(int Width, int Height, IReadOnlyList<byte[]> Frames)
{
    public static async Task<DecodedClip> ReadAsync(string path)
    {
        var probe = await Programs.ProbeAsync(path);
        var (width, height) = (probe.GetProperty("width").GetInt32(), probe.GetProperty("height").GetInt32());
        return new DecodedClip(width, height, await Programs.DecodeAsync(path, width, height));
    }

    /// <summary>Peak signal-to-noise ratio of two pictures of one size, in dB.</summary>
    public static double Psnr(byte[] expected, byte[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        double meanSquare = expected.Zip(actual, (e, a) => (double)(e - a) * (e - a)).Average();
        return 10 * Math.Log10(255 * 255 / Math.Max(meanSquare, 1e-6));
    }
}
