using System.Runtime.CompilerServices;

namespace CogSpace.Generation;

/// <summary>How close frames that go by come to those that they were made of.</summary>
/// <param name="originals">In the same order and of the same size.</param>
internal sealed class FrameComparison(IReadOnlyList<Frame> originals)
{
    private double _squares;
    private long _values;

    /// <summary>The peak signal-to-noise ratio over all frames that have gone by, in dB; infinite when they are equal.</summary>
    public double Decibels => 10 * Math.Log10(byte.MaxValue * byte.MaxValue / (_squares / _values));

    public async IAsyncEnumerable<Frame> Watch(
        IAsyncEnumerable<Frame> frames, [EnumeratorCancellation] CancellationToken cancel = default)
    {
        int seen = 0;
        await foreach (var frame in frames.WithCancellation(cancel))
        {
            Compare(originals[seen++].Pixels.Span, frame.Pixels.Span);
            yield return frame;
        }
    }

    private void Compare(ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        long squares = 0;
        for (int i = 0; i < expected.Length; i++)
            squares += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        (_squares, _values) = (_squares + squares, _values + expected.Length);
    }
}
