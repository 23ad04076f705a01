using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
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
        public static partial class functional
        {
            public static Tensor pixel_shuffle(Tensor input, long upscale_factor) => Ops.PixelShuffle.Call(input, upscale_factor);

            public static Tensor grid_sample(Tensor input, Tensor grid, GridSampleMode mode = GridSampleMode.Bilinear, GridSamplePaddingMode padding_mode = GridSamplePaddingMode.Zeros, bool? align_corners = null)
            {
                // The operator numbers both in another way: bilinear, nearest; zeros, border, reflection.
                long way = mode == GridSampleMode.Bilinear ? 0 : 1;
                long outside = padding_mode switch { GridSamplePaddingMode.Zeros => 0, GridSamplePaddingMode.Border => 1, _ => 2 };
                return Ops.GridSample.Call(input, grid, way, outside, align_corners ?? false);
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator PixelShuffle = new("pixel_shuffle");
    public static readonly Operator GridSample = new("grid_sampler");
}
