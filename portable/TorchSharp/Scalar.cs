using TorchSharp.Native;

namespace TorchSharp;

/// <summary>A number on its way to libtorch that remembers whether it was an integer, a real number or a truth value.</summary>
public sealed class Scalar : IDisposable
{
    private readonly long _integer;
    private readonly double _number;

    internal Scalar(long value, torch.ScalarType type = torch.ScalarType.Int64)
    {
        Type = type;
        _integer = value;
        _number = value;
    }

    internal Scalar(double value)
    {
        Type = torch.ScalarType.Float64;
        _number = value;
        _integer = (long)value;
    }

    public torch.ScalarType Type { get; }

    internal Value Value => Type switch
    {
        torch.ScalarType.Int64 => _integer,
        torch.ScalarType.Bool => _integer != 0,
        _ => _number,
    };

    internal long Integer => _integer;

    internal double Number => _number;

    public static implicit operator Scalar(byte value) => new(value);
    public static implicit operator Scalar(sbyte value) => new(value);
    public static implicit operator Scalar(short value) => new(value);
    public static implicit operator Scalar(int value) => new(value);
    public static implicit operator Scalar(long value) => new(value);
    public static implicit operator Scalar(Half value) => new((double)value);
    public static implicit operator Scalar(BFloat16 value) => new(value.ToSingle());
    public static implicit operator Scalar(float value) => new((double)value);
    public static implicit operator Scalar(double value) => new(value);
    public static implicit operator Scalar(bool value) => new(value ? 1 : 0, torch.ScalarType.Bool);

    /// <summary>Nothing to release here; the packages' own scalar holds native memory.</summary>
    public void Dispose()
    {
    }
}
