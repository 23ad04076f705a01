using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>One level of IFNet: looks at a smaller picture and says how flow and mask should change.</summary>
/// <remarks>Source: github.com/hzwer/Practical-RIFE, IFNet_HDv3, IFBlock.</remarks>
internal sealed class IfBlock
{
    private const int InputChannels = 11;       // two frames, the mask and the flow
    private const int ResidualLayers = 4;
    private const int Together = 16;

    private readonly GraphBuilder _graph;
    private readonly NetworkWeights _weights;
    private readonly string _name;
    private readonly int _scale;
    private readonly Layer _down1, _down2;
    private readonly (Layer First, Layer Second)[] _residual;
    private readonly (Layer First, Layer Second) _flow, _mask;

    public IfBlock(GraphBuilder graph, NetworkWeights weights, string name, int width, int scale)
    {
        (_graph, _weights, _name, _scale) = (graph, weights, name, scale);
        int half = width / 2;
        _down1 = Convolution("conv0.0", InputChannels, half, InputChannels);
        _down2 = Convolution("conv0.1", half, width, graph.Whole(half));
        _residual =
        [
            .. Enumerable
                .Range(0, ResidualLayers)
                .Select(i =>
                    (
                        Convolution($"convblock{i}.0", width, width, graph.Whole(width)),
                        Convolution($"convblock{i}.1", width, width, graph.Whole(width)))
                ),
        ];
        _flow = Upward("conv1", width, 4);
        _mask = Upward("conv2", width, 1);
    }

    // input (B, 7, H, W), flow (B, 4, H, W) -> flow (B, 4, H, W), mask (B, 1, H, W).
    public (string Flow, string Mask) Forward(string input, string flow)
    {
        string small = _graph.Join(Shrink(input), _scale == 1 ? flow : _graph.Scale(Shrink(flow), 1f / _scale));
        string features = Convolve(Convolve(small, _down1, stride: 2), _down2, stride: 2); // (B, width, H / 4 scale, W / 4 scale)
        foreach (var (first, second) in _residual)
            features = _graph.Add(Convolve(Convolve(features, first), second), features);

        string grown = Grow(Upward(features, _flow));
        return (_scale == 1 ? grown : _graph.Scale(grown, _scale), Grow(Upward(features, _mask)));
    }

    private string Shrink(string value) => _graph.ResizeLinear(value, 1f / _scale);

    private string Grow(string value) => _graph.ResizeLinear(value, _scale);

    private string Convolve(string value, Layer layer, int stride = 1) =>
        _graph.PRelu(_graph.Convolve(value, layer.Weight, layer.Bias, stride), layer.Slopes!);

    private string Upward(string value, (Layer First, Layer Second) layers)
    {
        value = _graph.PRelu(
            _graph.ConvolveTransposed(value, layers.First.Weight, layers.First.Bias, stride: 2, padding: 1),
            layers.First.Slopes!);
        return _graph.ConvolveTransposed(value, layers.Second.Weight, layers.Second.Bias, stride: 2, padding: 1);
    }

    // fromAll: with those that were added to the channels of the layer before.
    private Layer Convolution(string layer, int from, int to, int fromAll) =>
        new(
            Take($"{layer}.0.weight", [to, from, 3, 3], [_graph.Whole(to), fromAll, 3, 3]),
            Take($"{layer}.0.bias", [to], [_graph.Whole(to)]), Slopes($"{layer}.1.weight", to));

    private (Layer First, Layer Second) Upward(string layer, int width, int channels)
    {
        int half = width / 2, halfAll = _graph.Whole(half);
        return (
            new(
                Take($"{layer}.0.weight", [width, half, 4, 4], [_graph.Whole(width), halfAll, 4, 4]),
                Take($"{layer}.0.bias", [half], [halfAll]), Slopes($"{layer}.1.weight", half)),
            new(
                Take($"{layer}.2.weight", [half, channels, 4, 4], [halfAll, channels, 4, 4]),
                Take($"{layer}.2.bias", [channels], [channels]), Slopes: null)
        );
    }

    private string Take(string tensor, ReadOnlySpan<long> shape, ReadOnlySpan<long> all) =>
        _graph.Weights(Widened(_weights.Take($"{_name}.{tensor}", shape), shape, all), all);

    private float[] Slopes(string tensor, int channels) =>
        Widened(_weights.Take($"{_name}.{tensor}", channels), [channels], [_graph.Whole(channels)]);

    // With zeros after each of the first two directions.
    private static float[] Widened(float[] values, ReadOnlySpan<long> shape, ReadOnlySpan<long> all)
    {
        int rows = (int)shape[0], row = values.Length / rows;
        int rowAll = shape.Length > 1 ? row / (int)shape[1] * (int)all[1] : row;
        float[] widened = new float[(int)all[0] * rowAll];
        for (int i = 0; i < rows; i++)
            values.AsSpan(i * row, row).CopyTo(widened.AsSpan(i * rowAll));
        return widened;
    }

    private sealed record Layer(string Weight, string Bias, float[]? Slopes);
}
