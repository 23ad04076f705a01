namespace OpenCvSharp;

/// <summary>What one element of a <see cref="Mat"/> is: its number type in the lowest three bits, the number of channels less one above.</summary>
public readonly record struct MatType(int value)
{
    public const int CV_8U = 0;
    public const int CV_16U = 2;

    private const int DepthBits = 3;
    private readonly int value = value;

    public int Value => value;

    public int Depth => value & ((1 << DepthBits) - 1);

    public int Channels => (value >> DepthBits) + 1;

    public static implicit operator MatType(int value) => new(value);
}
