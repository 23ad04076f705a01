using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CogSpace.Benchmarks.Frames;

/// <summary>The networks of PostProcess once more, as PyTorch's authors wrote them, for libtorch to compute.</summary>
internal static class TorchNetworks
{
    // x (1, 3, H, W) -> (1, 3, 4H, 4W)
    public static Tensor Rrdb(TorchWeights weights, Tensor x)
    {
        using var scope = NewDisposeScope();
        var first = weights.Convolve(x, "conv_first");
        var features = first.alias();
        for (int i = 0; i < RandomNetworks.RrdbBlocks; i++)
        {
            using var block = NewDisposeScope();
            var inside = features;
            for (int k = 1; k <= 3; k++)
                inside = DenseBlock(weights, inside, $"body.{i}.rdb{k}");
            var next = block.MoveToOuter((inside * 0.2) + features);
            features.Dispose();
            features = next;
        }

        features = first + weights.Convolve(features, "conv_body");
        foreach (string layer in new[] { "conv_up1", "conv_up2" })
            features = LeakyRelu(weights.Convolve(interpolate(features, scale_factor: [2, 2]), layer));
        features = LeakyRelu(weights.Convolve(features, "conv_hr"));
        return scope.MoveToOuter(weights.Convolve(features, "conv_last"));
    }

    // x (1, 3, H, W) -> (1, 3, 4H, 4W)
    public static Tensor Compact(TorchWeights weights, Tensor x)
    {
        using var scope = NewDisposeScope();
        const int Last = 2 * (RandomNetworks.CompactLayers + 1);
        var features = x;
        for (int i = 0; i < Last; i += 2)
        {
            using var layer = NewDisposeScope();
            var next = layer.MoveToOuter(weights.PRelu(weights.Convolve(features, $"body.{i}"), $"body.{i + 1}"));
            if (i > 0)
                features.Dispose();
            features = next;
        }

        return scope.MoveToOuter(
            pixel_shuffle(weights.Convolve(features, $"body.{Last}"), RandomNetworks.Scale)
                + interpolate(x, scale_factor: [RandomNetworks.Scale, RandomNetworks.Scale])
        );
    }

    // first, second (1, 3, H, W), multiples of 32 -> (1, 3, H, W), halfway
    public static Tensor Rife(TorchWeights weights, Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var grid = PixelGrid(first.shape[2], first.shape[3]);
        Tensor firstWarped = first, secondWarped = second;
        var flow = zeros(1, 4, first.shape[2], first.shape[3]);
        var mask = zeros(1, 1, first.shape[2], first.shape[3]);
        foreach (var (block, scale) in new[] { ("module.block0", 4), ("module.block1", 2), ("module.block2", 1) })
        {
            var (forwardFlow, forwardMask) = FlowBlock(
                weights, block, scale, cat([firstWarped, secondWarped, mask], 1), flow);
            var (backwardFlow, backwardMask) = FlowBlock(
                weights, block, scale, cat([secondWarped, firstWarped, -1 * mask], 1), Exchange(flow));
            flow = flow + ((forwardFlow + Exchange(backwardFlow)) / 2);
            mask = mask + ((forwardMask - backwardMask) / 2);
            firstWarped = Warp(first, flow.narrow(1, 0, 2), grid);
            secondWarped = Warp(second, flow.narrow(1, 2, 2), grid);
        }

        var share = mask.sigmoid();
        return scope.MoveToOuter((firstWarped * share) + (secondWarped * (1 - share)));
    }

    private static Tensor DenseBlock(TorchWeights weights, Tensor x, string name)
    {
        using var scope = NewDisposeScope();
        var x1 = LeakyRelu(weights.Convolve(x, $"{name}.conv1"));
        var x2 = LeakyRelu(weights.Convolve(cat([x, x1], 1), $"{name}.conv2"));
        var x3 = LeakyRelu(weights.Convolve(cat([x, x1, x2], 1), $"{name}.conv3"));
        var x4 = LeakyRelu(weights.Convolve(cat([x, x1, x2, x3], 1), $"{name}.conv4"));
        var x5 = weights.Convolve(cat([x, x1, x2, x3, x4], 1), $"{name}.conv5");
        return scope.MoveToOuter((x5 * 0.2) + x);
    }

    private static Tensor LeakyRelu(Tensor x) => leaky_relu(x, 0.2, inplace: true);

    private static (Tensor Flow, Tensor Mask) FlowBlock(TorchWeights weights, string name, int scale, Tensor x, Tensor flow)
    {
        using var scope = NewDisposeScope();
        var small = cat([Resize(x, 1.0 / scale), Resize(flow, 1.0 / scale) * (1.0 / scale)], 1);
        var features = weights.PRelu(weights.Convolve(small, $"{name}.conv0.0.0", stride: 2), $"{name}.conv0.0.1");
        features = weights.PRelu(weights.Convolve(features, $"{name}.conv0.1.0", stride: 2), $"{name}.conv0.1.1");
        for (int i = 0; i < 4; i++)
        {
            var inside = features;
            for (int j = 0; j < 2; j++)
                inside = weights.PRelu(weights.Convolve(inside, $"{name}.convblock{i}.{j}.0"), $"{name}.convblock{i}.{j}.1");
            features = inside + features;
        }

        return scope.MoveToOuter(
            Resize(Upward(weights, features, $"{name}.conv1"), scale) * scale,
            Resize(Upward(weights, features, $"{name}.conv2"), scale));
    }

    private static Tensor Upward(TorchWeights weights, Tensor x, string name) =>
        weights.ConvolveTransposed(weights.PRelu(weights.ConvolveTransposed(x, $"{name}.0"), $"{name}.1"), $"{name}.2");

    private static Tensor Resize(Tensor x, double factor) =>
        interpolate(x, scale_factor: [factor, factor], mode: InterpolationMode.Bilinear, align_corners: false);

    private static Tensor Exchange(Tensor flow) => cat([flow.narrow(1, 2, 2), flow.narrow(1, 0, 2)], 1);

    // (1, 2, H, W): where each pixel is, from -1 to 1.
    private static Tensor PixelGrid(long height, long width)
    {
        using var scope = NewDisposeScope();
        var across = ((arange(width, dtype: ScalarType.Float32) * (2.0 / (width - 1))) - 1)
            .reshape(1, 1, 1, width)
            .expand(1, 1, height, width);
        var down = ((arange(height, dtype: ScalarType.Float32) * (2.0 / (height - 1))) - 1)
            .reshape(1, 1, height, 1)
            .expand(1, 1, height, width);
        return scope.MoveToOuter(cat([across, down], 1));
    }

    private static Tensor Warp(Tensor picture, Tensor flow, Tensor grid)
    {
        using var scope = NewDisposeScope();
        var (height, width) = (picture.shape[2], picture.shape[3]);
        var moved = cat([flow.narrow(1, 0, 1) * (2.0 / (width - 1)), flow.narrow(1, 1, 1) * (2.0 / (height - 1))], 1) + grid;
        return scope.MoveToOuter(
            grid_sample(picture, moved.permute(0, 2, 3, 1), padding_mode: GridSamplePaddingMode.Border, align_corners: true));
    }
}
