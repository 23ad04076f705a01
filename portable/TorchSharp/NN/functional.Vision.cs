using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public enum InterpolationMode
    {
        Nearest = 0,
        Linear = 1,
        Bilinear = 2,
        Bicubic = 3,
        Trilinear = 4,
        Area = 5,
        NearestExact = 6,
    }

    public enum GridSampleMode
    {
        Nearest = 0,
        Bilinear = 2,
    }

    public enum GridSamplePaddingMode
    {
        Zeros = 0,
        Reflection = 1,
        Border = 2,
    }

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
                var all = new long[input.ndim * 2];
                System.Array.Fill(all, pad);
                return Pad(input, all, mode, value);
            }

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                long interpolation = mode == GridSampleMode.Nearest ? 1 : 0;
                long padding = padding_mode switch { GridSamplePaddingMode.Border => 1, GridSamplePaddingMode.Reflection => 2, _ => 0 };
                if (!Workarounds.SlowInBFloat16(input))
                    return Ops.GridSampler.Call(input, grid, interpolation, padding, align_corners ?? false);
                using var x = Workarounds.Widen(input);   // 1.x has no such kernel
                using var g = Workarounds.Widen(grid);
                using var result = Ops.GridSampler.CallForTemporary(x, g, interpolation, padding, align_corners ?? false);
                return Workarounds.Narrow(result);
            }

            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Ops.PixelShuffle.Call(input, upscale_factor);

            private static Tensor Pad(Tensor input, ReadOnlySpan<long> pad, PaddingModes mode, double value)
            {
                fixed (long* p = pad)
                {
                    var amounts = Value.Ints(p, pad.Length);
                    switch (mode)
                    {
                        case PaddingModes.Reflect or PaddingModes.Replicate:
                            var name = mode == PaddingModes.Reflect ? Value.Literal("reflect"u8) : Value.Literal("replicate"u8);
                            if (!Workarounds.SlowInBFloat16(input))
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
    public static readonly Operator GridSampler = new("grid_sampler");
    public static readonly Operator PixelShuffle = new("pixel_shuffle");
    public static readonly Operator Pad = new("pad");
}
