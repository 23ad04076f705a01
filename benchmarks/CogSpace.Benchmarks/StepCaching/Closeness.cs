using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;

namespace CogSpace.Benchmarks.StepCaching;

/// <summary>How close frames come to those that they should be.</summary>
internal static class Closeness
{
    /// <summary>Peak signal-to-noise ratio over all frames, in dB; infinite for equal ones.</summary>
    public static double Decibels(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual)
    {
        double squares = expected.Zip(actual, (a, b) => a.Pixels.ToArray().Zip(b.Pixels.ToArray(), (x, y) => (double)(x - y) * (x - y)).Average()).Average();
        return 10 * Math.Log10(byte.MaxValue * byte.MaxValue / squares);
    }

    /// <summary>Mean structural similarity of the frames: 1 for equal ones.</summary>
    public static double Similarity(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual) =>
        expected.Zip(actual, (a, b) => StructuralSimilarity.Of(Planes.Of(a), Planes.Of(b))).Average();
}
