using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>One level of IFNet: looks at a smaller picture and says how flow and mask should change.</summary>
/// <remarks>Source: github.com/hzwer/Practical-RIFE, IFNet_HDv3, IFBlock.</remarks>
internal sealed class IfBlock
{
    private const int InputChannels = 11;       // two frames, the mask and the flow
    private const int ResidualLayers = 4;

    private readonly GraphBuilder _graph;
    private readonly int _scale;
    private readonly Layer _down1, _down2;
    private readonly (Layer First, Layer Second)[] _residual;
    private readonly (Layer First, Layer Second) _flow, _mask;

    public IfBlock(GraphBuilder graph, NetworkWeights weights, string name, int width, int scale)
    {
        (_graph, _scale) = (graph, scale);
        int half = width / 2;
        _down1 = Convolution($"{name}.conv0.0", InputChannels, half);
        _down2 = Convolution($"{name}.conv0.1", half, width);
        _residual = [.. Enumerable.Range(0, ResidualLayers).Select(i => (Convolution($"{name}.convblock{i}.0", width, width), Convolution($"{name}.convblock{i}.1", width, width)))];
        _flow = Upward($"{name}.conv1", 4);
        _mask = Upward($"{name}.conv2", 1);

        Layer Convolution(string layer, int from, int to) => new(Take($"{layer}.0.weight", to, from, 3, 3), Take($"{layer}.0.bias", to), Slope($"{layer}.1.weight", to));

        (Layer, Layer) Upward(string layer, int channels) => (
            new(Take($"{layer}.0.weight", width, half, 4, 4), Take($"{layer}.0.bias", half), Slope($"{layer}.1.weight", half)),
            new(Take($"{layer}.2.weight", half, channels, 4, 4), Take($"{layer}.2.bias", channels), Slope: null));

        string Take(string tensor, params ReadOnlySpan<long> shape) => graph.Weights(weights.Take(tensor, shape), shape);

        string Slope(string tensor, int channels) => graph.Weights(weights.Take(tensor, channels), channels, 1, 1);
    }

    // input (B, 7, H, W), flow (B, 4, H, W) -> flow (B, 4, H, W), mask (B, 1, H, W).
    public (string Flow, string Mask) Forward(string input, string flow)
    {
        string small = _graph.Join(Shrink(input), _scale == 1 ? flow : _graph.Scale(Shrink(flow), 1f / _scale));
        string features = Convolve(Convolve(small, _down1, stride: 2), _down2, stride: 2);     // (B, width, H / 4 scale, W / 4 scale)
        foreach (var (first, second) in _residual)
            features = _graph.Add(Convolve(Convolve(features, first), second), features);

        string grown = Grow(Upward(features, _flow));
        return (_scale == 1 ? grown : _graph.Scale(grown, _scale), Grow(Upward(features, _mask)));
    }

    private string Shrink(string value) => _graph.ResizeLinear(value, 1f / _scale);

    private string Grow(string value) => _graph.ResizeLinear(value, _scale);

    private string Convolve(string value, Layer layer, int stride = 1) => _graph.PRelu(_graph.Convolve(value, layer.Weight, layer.Bias, stride), layer.Slope!);

    private string Upward(string value, (Layer First, Layer Second) layers)
    {
        value = _graph.PRelu(_graph.ConvolveTransposed(value, layers.First.Weight, layers.First.Bias, stride: 2, padding: 1), layers.First.Slope!);
        return _graph.ConvolveTransposed(value, layers.Second.Weight, layers.Second.Bias, stride: 2, padding: 1);
    }

    private sealed record Layer(string Weight, string Bias, string? Slope);
}
