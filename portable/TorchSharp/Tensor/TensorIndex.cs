namespace TorchSharp;

public static partial class torch
{
    /// <summary>One place between the brackets of <c>tensor[...]</c>.</summary>
    public struct TensorIndex
    {
        internal enum Kind
        {
            None,
            Single,
            Null,
            Ellipsis,
            Tensor,
            Slice,
        }

        public static TensorIndex Ellipsis = new() { Is = Kind.Ellipsis };

        public static TensorIndex None = new() { Is = Kind.None };

        public static TensorIndex Null = new() { Is = Kind.Null };

        public static TensorIndex Colon = Slice();

        // The start of a slice or the index itself.
        internal long? Start { get; private init; }

        internal long? Stop { get; private init; }

        internal long? Step { get; private init; }

        internal Kind Is { get; private init; }

        internal Tensor? Of { get; private init; }

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new() { Start = start, Stop = stop, Step = step, Is = Kind.Slice };

        public static TensorIndex Slice((int? start, int? end) range) => Slice((long?)range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) => Slice(Signed(range.Start), range.End.Equals(Index.End) ? null : Signed(range.End));

        public static TensorIndex Single(long? index) => new() { Start = index, Is = Kind.Single };

        public static TensorIndex Tensor(Tensor tensor) => new() { Of = tensor, Is = Kind.Tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        /// <summary>Never called: it is there because overload resolution has to see it.</summary>
        public static implicit operator Tensor(TensorIndex value) => throw new InvalidOperationException("Should not be called.");

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(Signed(index));

        // Counting from the end is what negative numbers mean to libtorch.
        private static long Signed(Index index) => index.IsFromEnd ? -index.Value : index.Value;
    }
}
