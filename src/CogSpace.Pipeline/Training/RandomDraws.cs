namespace CogSpace.Pipeline.Training;

/// <summary>
/// Random numbers that follow from a seed and a place in the training, and from nothing that was drawn before: training that is
/// resumed draws what it would have drawn.
/// </summary>
/// <remarks>Source: SplitMix64, doi:10.1145/2660193.2660195.</remarks>
internal sealed class RandomDraws(ulong seed, ulong place)
{
    private const ulong Golden = 0x9e3779b97f4a7c15;

    private ulong _state = Mixed(seed + (Golden * (place + 1)));

    /// <summary>A seed for another source of random numbers.</summary>
    public ulong NextSeed() => Mixed(_state += Golden);

    /// <summary>0 to less than 1.</summary>
    public double NextFraction() => (NextSeed() >> 11) * (1.0 / (1UL << 53));

    /// <summary>0 to less than a number.</summary>
    public int Next(int end) => (int)(NextFraction() * end);

    /// <summary>0, 1, 2, ... in any order.</summary>
    public int[] Order(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = Next(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }

        return order;
    }

    private static ulong Mixed(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
}
