using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static unsafe partial class functional
        {
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                int spatial = (int)x.ndim - 2;
                bool linear = mode is InterpolationMode.Linear or InterpolationMode.Bilinear or InterpolationMode.Bicubic or InterpolationMode.Trilinear;
                if (align_corners is not null && !linear)
                    throw new System.Runtime.InteropServices.ExternalException("align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
                if ((size is null || size.Length == 0) == (scale_factor is null || scale_factor.Length == 0))
                    throw new System.Runtime.InteropServices.ExternalException("exactly one of size and scale_factor should be defined");

                size = Spread(size, spatial);
                scale_factor = Spread(scale_factor, spatial);
                if (scale_factor is not null && (recompute_scale_factor || mode == InterpolationMode.Area))
                {
                    var shape = x.shape;
                    size = [.. scale_factor.Select((f, i) => (long)Math.Floor(shape[i + 2] * f))];
                    scale_factor = null;
                }

                bool wide = linear && Workarounds.SlowInBFloat16(x) || antialias && Workarounds.IsCpuBFloat16(x);
                if (!wide)
                    return Interpolate(x, spatial, size, scale_factor, mode, align_corners ?? false, antialias);
                using var scope = NewDisposeScope();
                return scope.MoveToOuter(Interpolate(x.@float(), spatial, size, scale_factor, mode, align_corners ?? false, antialias).bfloat16());
            }

            public static Tensor upsample_nearest2d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);

            public static Tensor upsample_nearest3d(Tensor input, long[]? outputSizes = null, double[]? scaleFactors = null) => interpolate(input, outputSizes, scaleFactors);

            private static Tensor Interpolate(Tensor x, int spatial, long[]? size, double[]? scale, InterpolationMode mode, bool alignCorners, bool antialias)
            {
                fixed (long* n = size)
                fixed (double* f = scale)
                {
                    var sizes = size is null ? Value.None : Value.Ints(n, size.Length);
                    var scales = scale is null ? Value.None : Value.Doubles(f, scale.Length);
                    return (mode, spatial, antialias) switch
                    {
                        (InterpolationMode.Nearest, 1 or 2 or 3, false) => Ops.Nearest[spatial - 1].Call(x, sizes, scales),
                        (InterpolationMode.NearestExact, 1 or 2 or 3, false) => Ops.NearestExact[spatial - 1].Call(x, sizes, scales),
                        (InterpolationMode.Area, 1 or 2 or 3, false) => Ops.Area[spatial - 1].Call(x, sizes),
                        (InterpolationMode.Linear, 1, false) => Ops.Linear.Call(x, sizes, alignCorners, scales),
                        (InterpolationMode.Bilinear, 2, false) => Ops.Bilinear.Call(x, sizes, alignCorners, scales),
                        (InterpolationMode.Bilinear, 2, true) => Ops.BilinearAntialias.Call(x, sizes, alignCorners, scales),
                        (InterpolationMode.Bicubic, 2, false) => Ops.Bicubic.Call(x, sizes, alignCorners, scales),
                        (InterpolationMode.Bicubic, 2, true) => Ops.BicubicAntialias.Call(x, sizes, alignCorners, scales),
                        (InterpolationMode.Trilinear, 3, false) => Ops.Trilinear.Call(x, sizes, alignCorners, scales),
                        _ => throw new System.Runtime.InteropServices.ExternalException(
                            $"Input Error: a {spatial + 2}D input cannot be interpolated in mode {mode}{(antialias ? " with antialias" : "")}"),
                    };
                }
            }

            /// <summary>One number stands for all directions.</summary>
            private static T[]? Spread<T>(T[]? values, int count) => values switch
            {
                null or { Length: 0 } => null,
                { Length: 1 } when count > 1 => [.. Enumerable.Repeat(values[0], count)],
                _ => values,
            };
        }
    }
}

file static class Ops
{
    public static readonly Operator[] Nearest = [new("upsample_nearest1d", "vec"), new("upsample_nearest2d", "vec"), new("upsample_nearest3d", "vec")];
    public static readonly Operator[] NearestExact = [new("_upsample_nearest_exact1d", "vec"), new("_upsample_nearest_exact2d", "vec"), new("_upsample_nearest_exact3d", "vec")];
    public static readonly Operator[] Area = [new("adaptive_avg_pool1d"), new("adaptive_avg_pool2d"), new("adaptive_avg_pool3d")];
    public static readonly Operator Linear = new("upsample_linear1d", "vec");
    public static readonly Operator Bilinear = new("upsample_bilinear2d", "vec");
    public static readonly Operator BilinearAntialias = new("_upsample_bilinear2d_aa", "vec");
    public static readonly Operator Bicubic = new("upsample_bicubic2d", "vec");
    public static readonly Operator BicubicAntialias = new("_upsample_bicubic2d_aa", "vec");
    public static readonly Operator Trilinear = new("upsample_trilinear3d", "vec");
}
