namespace CogSpace.Generation;

/// <summary>How close frames come to those that they were made of.</summary>
/// <param name="originals">In the same order and of the same size.</param>
internal sealed class FrameComparison(IReadOnlyList<Frame> originals)
{
    private int _frames;
    private double _squares;
    private long _values;

    /// <summary>The peak signal-to-noise ratio over all frames so far, in dB; infinite when they are equal.</summary>
    public double Decibels => 10 * Math.Log10(byte.MaxValue * byte.MaxValue / (_squares / _values));

    /// <summary>Compares the next frame with its original.</summary>
    public void Add(Frame frame)
    {
        ReadOnlySpan<byte> expected = originals[_frames++].Pixels.Span, actual = frame.Pixels.Span;
        long squares = 0;
        for (int i = 0; i < expected.Length; i++)
            squares += (expected[i] - actual[i]) * (expected[i] - actual[i]);
        (_squares, _values) = (_squares + squares, _values + expected.Length);
    }
}
