using System.Runtime.InteropServices;

namespace CogSpace.Tests;

/// <summary>Numbers as the bytes that files hold.</summary>
internal static class Bits
{
    public static byte[] Of(params ReadOnlySpan<float> numbers) => MemoryMarshal.AsBytes(numbers).ToArray();

    /// <summary>The same numbers every time, between -1 and 1.</summary>
    public static byte[] OfRandom(int seed, long count)
    {
        var random = new Random(seed);
        return Of([.. Enumerable.Range(0, (int)count).Select(_ => (random.NextSingle() * 2) - 1)]);
    }
}
