using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>One level of RIFE 4: looks at smaller pictures and says how the flow should change and what the mask is.</summary>
/// <remarks>Source: github.com/HolyWu/vs-rife, vsrife/IFNet_HDv3_v4_26.py, IFBlock and ResConv.</remarks>
internal sealed class Rife4Block
{
    private const float Slope = 0.2f;

    private readonly GraphBuilder _graph;
    private readonly NetworkWeights _weights;
    private readonly string _name;
    private readonly int _scale, _outputs;
    private readonly (string Weight, string Bias) _down1, _down2, _up;
    private readonly List<(string Weight, string Bias)> _residual = [];

    public Rife4Block(GraphBuilder graph, NetworkWeights weights, Rife4Layout layout, int block)
    {
        (_graph, _weights, _name) = (graph, weights, $"block{block}");
        (_scale, _outputs) = (layout.Scales[block], layout.Outputs);
        int width = layout.Widths[block], half = width / 2;
        _down1 = Layer("conv0.0.0", half, [half, layout.Inputs(block), 3, 3]);
        _down2 = Layer("conv0.1.0", width, [width, half, 3, 3]);
        for (int i = 0; weights.Has($"{_name}.convblock.{i}.conv.weight"); i++)
            _residual.Add(Residual($"convblock.{i}", width));
        _up = Layer("lastconv.0", 4 * _outputs, [width, 4 * _outputs, 4, 4]);
    }

    // input (B, inputs - 4, H, W), flow (B, 4, H, W) or null -> change of the flow (B, 4, H, W), mask (B, 1, H, W), what is
    // handed on to the next block (B, outputs - 5, H, W).
    public (string Flow, string Mask, string Further) Forward(string input, string? flow)
    {
        string small = _graph.ResizeLinear(input, 1f / _scale);
        if (flow is not null)
            small = _graph.Join(small, _graph.Scale(_graph.ResizeLinear(flow, 1f / _scale), 1f / _scale));

        string features = Bend(Convolve(Bend(Convolve(small, _down1, stride: 2)), _down2, stride: 2)); // H / 4 scale
        foreach (var layer in _residual)
            features = Bend(_graph.Add(Convolve(features, layer), features));

        string shuffled = _graph.PixelShuffle(
            _graph.ConvolveTransposed(features, _up.Weight, _up.Bias, stride: 2, padding: 1), 2); // (B, outputs, H / scale, ...)
        string grown = _graph.ResizeLinear(shuffled, _scale);
        return (
            _graph.Scale(_graph.Channels(grown, 0, 4), _scale), _graph.Channels(grown, 4, Rife4Layout.FlowAndMask),
            _graph.Channels(grown, Rife4Layout.FlowAndMask, _outputs));
    }

    private string Bend(string value) => _graph.LeakyRelu(value, Slope);

    private string Convolve(string value, (string Weight, string Bias) layer, int stride = 1) =>
        _graph.Convolve(value, layer.Weight, layer.Bias, stride);

    private (string Weight, string Bias) Layer(string layer, int to, long[] shape) =>
        (_graph.Weights(_weights.Take($"{_name}.{layer}.weight", shape), shape),
            _graph.Weights(_weights.Take($"{_name}.{layer}.bias", to), to));

    // What a layer gives is multiplied by beta, one number for each channel: here its weights are.
    private (string Weight, string Bias) Residual(string layer, int width)
    {
        float[] weight = _weights.Take($"{_name}.{layer}.conv.weight", width, width, 3, 3);
        float[] bias = _weights.Take($"{_name}.{layer}.conv.bias", width);
        float[] beta = _weights.Take($"{_name}.{layer}.beta", 1, width, 1, 1);
        int row = weight.Length / width;
        for (int i = 0; i < weight.Length; i++)
            weight[i] *= beta[i / row];
        for (int i = 0; i < width; i++)
            bias[i] *= beta[i];
        return (_graph.Weights(weight, width, width, 3, 3), _graph.Weights(bias, width));
    }
}
