using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor pad(Tensor input, long[] pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => Pad(input, pad, mode, value);

            public static Tensor pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => Pad(input, pad, mode, value);

            public static Tensor pad(Tensor input, (long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) => Pad(input, [pad.Item1, pad.Item2], mode, value);

            public static Tensor pad(Tensor input, (long, long, long, long) pad, PaddingModes mode = PaddingModes.Constant, double value = 0) =>
                Pad(input, [pad.Item1, pad.Item2, pad.Item3, pad.Item4], mode, value);

            public static Tensor pad(Tensor input, long pad, PaddingModes mode = PaddingModes.Constant, double value = 0)
            {
                var all = new long[input.Rank * 2];
                System.Array.Fill(all, pad);
                return Pad(input, all, mode, value);
            }

            private static Tensor Pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode, double value)
            {
                fixed (long* p = pad)
                {
                    var amounts = Value.Ints(p, pad.Length);
                    switch (mode)
                    {
                        case PaddingModes.Reflect or PaddingModes.Replicate:
                            var name = mode == PaddingModes.Reflect ? Value.Literal("reflect"u8) : Value.Literal("replicate"u8);
                            if (!Workarounds.MissingInBFloat16(input))
                                return Ops.Pad.Call(input, amounts, name);
                            using (var wide = Workarounds.Widen(input))   // 1.x has no such kernel
                            using (var result = Ops.Pad.CallForTemporary(wide, amounts, name))
                                return Workarounds.Narrow(result);
                        case PaddingModes.Circular:
                            return Ops.Pad.Call(input, amounts, Value.Literal("circular"u8));
                        default:
                            return Ops.Pad.Call(input, amounts, Value.Literal("constant"u8), value);
                    }
                }
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator Pad = new("pad");
}
