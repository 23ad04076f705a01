using CogSpace.PostProcess.Upscaling;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CogSpace.Benchmarks.Frames;

/// <summary>What the filters of PostProcess do with a network, done with tensors.</summary>
internal static class TorchFilters
{
    /// <summary>The frame between two frames.</summary>
    public static Frame Middle(TorchWeights weights, Frame first, Frame second)
    {
        using var scope = NewDisposeScope();
        const int Multiple = 32;
        long right = (Multiple - (first.Width % Multiple)) % Multiple,
            below = (Multiple - (first.Height % Multiple)) % Multiple;
        var middle = TorchNetworks.Rife(
            weights, pad(ToTensor(first), (0, right, 0, below)), pad(ToTensor(second), (0, right, 0, below)));
        return ToFrame(middle.narrow(2, 0, first.Height).narrow(3, 0, first.Width));
    }

    /// <summary>A larger frame, from the tiles of <see cref="UpscalingOptions"/>.</summary>
    public static Frame Upscale(Func<Tensor, Tensor> network, Frame frame, UpscalingOptions options)
    {
        using var scope = NewDisposeScope();
        const int Scale = RandomNetworks.Scale;
        var picture = ToTensor(frame);
        var sum = zeros(1, 3, frame.Height * Scale, frame.Width * Scale);
        var counted = zeros(1, 1, frame.Height * Scale, frame.Width * Scale);
        foreach (var tile in TilePlan.Of(frame.Width, frame.Height, options.Tile, options.Overlap))
        {
            using var one = NewDisposeScope();
            var larger = network(picture.narrow(2, tile.Top, tile.Height).narrow(3, tile.Left, tile.Width)).clamp(0, 1);
            var weight =
                Feathered(tile.Height * Scale, options.Overlap * Scale).reshape(1, 1, -1, 1)
                * Feathered(tile.Width * Scale, options.Overlap * Scale).reshape(1, 1, 1, -1);
            AddAt(sum, larger * weight, tile);
            AddAt(counted, weight, tile);
        }

        return ToFrame(sum / counted);
    }

    private static void AddAt(Tensor all, Tensor part, Tile tile)
    {
        var place = all.narrow(2, tile.Top * RandomNetworks.Scale, part.shape[2])
            .narrow(3, tile.Left * RandomNetworks.Scale, part.shape[3]);
        place.copy_(place + part);
    }

    private static Tensor Feathered(int length, int feather) => tensor(Feather.Along(length, feather));

    // (1, 3, H, W), 0 to 1
    private static Tensor ToTensor(Frame frame) =>
        (tensor(frame.Pixels.ToArray(), [frame.Height, frame.Width, Frame.Channels]).to(ScalarType.Float32) / 255)
            .permute(2, 0, 1)
            .unsqueeze(0)
            .contiguous();

    private static Frame ToFrame(Tensor picture)
    {
        var bytes = (picture.clamp(0, 1) * 255).round().to(ScalarType.Byte).squeeze(0).permute(1, 2, 0).contiguous();
        return new Frame((int)bytes.shape[1], (int)bytes.shape[0], bytes.bytes.ToArray());
    }
}
