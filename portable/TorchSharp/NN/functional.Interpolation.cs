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

    public static partial class nn
    {
        public static unsafe partial class functional
        {
            /// <summary>By size or by factor; one number stands for all directions.</summary>
            public static Tensor interpolate(Tensor x, long[]? size = null, double[]? scale_factor = null, InterpolationMode mode = InterpolationMode.Nearest, bool? align_corners = null, bool recompute_scale_factor = false, bool antialias = false)
            {
                int spatial = x.Rank - 2;
                bool bilinear = mode == InterpolationMode.Bilinear && spatial == 2;
                if ((mode != InterpolationMode.Nearest && !bilinear) || (align_corners is not null && !bilinear) || recompute_scale_factor || antialias)
                    throw new NotSupportedException("Of interpolation, only the nearest neighbour and, for pictures, the bilinear one are part of this subset.");
                if (spatial is < 1 or > 3)
                    throw new System.Runtime.InteropServices.ExternalException($"Input Error: a {spatial + 2}D input cannot be interpolated.");
                if (size is not { Length: > 0 } == scale_factor is not { Length: > 0 })
                    throw new System.Runtime.InteropServices.ExternalException("exactly one of size and scale_factor should be defined");

                fixed (long* n = Spread(size, spatial))
                fixed (double* f = Spread(scale_factor, spatial))
                {
                    Value to = n is null ? Value.None : Value.Ints(n, spatial), by = f is null ? Value.None : Value.Doubles(f, spatial);
                    return bilinear ? Ops.Bilinear.Call(x, to, align_corners ?? false, by) : Ops.Nearest[spatial - 1].Call(x, to, by);
                }
            }

            private static T[]? Spread<T>(T[]? values, int count) => values switch
            {
                null or { Length: 0 } => null,
                { Length: 1 } => [.. Enumerable.Repeat(values[0], count)],
                _ when values.Length != count => throw new System.Runtime.InteropServices.ExternalException($"Input Error: {values.Length} numbers for {count} directions."),
                _ => values,
            };
        }
    }
}

file static class Ops
{
    public static readonly Operator[] Nearest = [new("upsample_nearest1d", "vec"), new("upsample_nearest2d", "vec"), new("upsample_nearest3d", "vec")];
    public static readonly Operator Bilinear = new("upsample_bilinear2d", "vec");
}
