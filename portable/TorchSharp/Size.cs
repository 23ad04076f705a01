namespace TorchSharp;

public static partial class torch
{
    /// <summary>A shape, from an array, a number or a tuple.</summary>
    public struct Size
    {
        private readonly long[] _shape;

        public Size(long[] shape) => _shape = shape;

        public static implicit operator Size(long size) => new([size]);
        public static implicit operator Size((long, long) size) => new([size.Item1, size.Item2]);
        public static implicit operator Size((long, long, long) size) => new([size.Item1, size.Item2, size.Item3]);
        public static implicit operator Size((long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4]);
        public static implicit operator Size((long, long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4, size.Item5]);
        public static implicit operator Size((long, long, long, long, long, long) size) => new([size.Item1, size.Item2, size.Item3, size.Item4, size.Item5, size.Item6]);
        public static implicit operator Size(long[] size) => new(size);

        public readonly long[] Shape => _shape;
    }
}
