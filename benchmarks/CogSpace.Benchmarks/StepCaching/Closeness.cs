using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;

namespace CogSpace.Benchmarks.StepCaching;

/// <summary>How close frames come to those that they should be.</summary>
internal static class Closeness
{
    /// <summary>Mean squared difference of their 8-bit values, which a signal-to-noise ratio is made of.</summary>
    public static double Squares(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual) =>
        expected
            .Zip(actual, (a, b) => a.Pixels.ToArray().Zip(b.Pixels.ToArray(), (x, y) => (double)(x - y) * (x - y)).Average())
            .Average();

    /// <summary>Mean structural similarity of the frames: 1 for equal ones.</summary>
    public static double Similarity(IReadOnlyList<Frame> expected, IReadOnlyList<Frame> actual) =>
        expected.Zip(actual, (a, b) => StructuralSimilarity.Of(Planes.Of(a), Planes.Of(b))).Average();
}
