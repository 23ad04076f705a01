using System.Runtime.CompilerServices;

namespace CogSpace.PostProcess.Tests.Media;

/// <summary>Frames to write.</summary>
internal static class Clip
{
    public static Frame Flat(byte red, byte green, byte blue, int width = 96, int height = 64)
    {
        byte[] pixels = new byte[width * height * Frame.Channels];
        for (int i = 0; i < pixels.Length; i += Frame.Channels)
            (pixels[i], pixels[i + 1], pixels[i + 2]) = (red, green, blue);
        return new Frame(width, height, pixels);
    }

    /// <summary>A clip in which every frame differs from the others.</summary>
    public static IAsyncEnumerable<Frame> Fading(int count, int width = 96, int height = 64) =>
        Enumerable.Range(0, count).Select(i => Flat((byte)(i * 5), 100, 200, width, height)).ToAsyncEnumerable();

    /// <summary>A white bar that wanders over colours: every frame differs from the others in what it shows.</summary>
    public static IAsyncEnumerable<Frame> Moving(int count, int width, int height) =>
        Enumerable
            .Range(0, count)
            .Select(i =>
            {
                byte[] pixels = new byte[width * height * Frame.Channels];
                for (int at = 0; at < width * height; at++)
                {
                    int x = at % width;
                    bool isBar = (x - (i * 3) + (width * 8)) % width < 8;
                    (pixels[at * 3], pixels[(at * 3) + 1], pixels[(at * 3) + 2]) = isBar
                        ? ((byte)255, (byte)255, (byte)255)
                        : ((byte)(255 * x / width), (byte)60, (byte)(255 * at / (width * height)));
                }

                return new Frame(width, height, pixels);
            }).ToAsyncEnumerable();

    /// <summary>Noise that goes on until somebody stops asking; its token is not looked at.</summary>
    public static async IAsyncEnumerable<Frame> Endless(Action<int>? each = null)
    {
        const int Width = 320, Height = 240;
        var random = new Random(1);
        for (int i = 0; ; i++)
        {
            each?.Invoke(i);
            byte[] pixels = new byte[Width * Height * Frame.Channels];
            random.NextBytes(pixels);
            yield return new Frame(Width, Height, pixels);
            await Task.Yield();
        }
    }

    /// <summary>Some frames, and then one that takes forever unless its token is cancelled.</summary>
    public static async IAsyncEnumerable<Frame> Stuck(
        int count, Action? whenStuck = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (int i = 0; i < count; i++)
            yield return Flat(0, (byte)i, 0);
        whenStuck?.Invoke();
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    /// <summary>Some frames, and then an exception.</summary>
    public static async IAsyncEnumerable<Frame> Failing(int count, Exception failure)
    {
        for (int i = 0; i < count; i++)
        {
            yield return Flat(0, 0, (byte)i);
            await Task.Yield();
        }

        throw failure;
    }

    /// <summary>Making frames takes long: what can be known before is found out before.</summary>
    public static async IAsyncEnumerable<Frame> Unasked()
    {
        Assert.Fail("No frame should have been asked for.");
        await Task.Yield();
        yield break;
    }
}
