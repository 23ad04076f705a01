using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>
/// Real-ESRGAN's and ESRGAN's network: residual blocks of residual dense blocks, then one doubling after the other.
/// </summary>
/// <remarks>
/// Source: ESRGAN, arXiv:1809.00219, section 3.1; Real-ESRGAN, arXiv:2107.10833, section 4.1 (the pixel-unshuffle in front of
/// x2 and x1).
/// </remarks>
internal sealed class RrdbNet : PictureNetwork
{
    private const int DenseBlocks = 3, DenseLayers = 5;
    private const float Slope = 0.2f, ResidualScale = 0.2f;

    private readonly NetworkWeights _weights;
    private readonly RrdbNames _names;
    private readonly int _features, _growth, _blocks, _unshuffle;

    public RrdbNet(NetworkWeights weights, RrdbNames names)
    {
        (_weights, _names, _blocks) = (weights, names, names.Blocks(weights));
        var first = Shape(names.First);
        var dense = Shape(names.Body(0, 1, 1));
        (_features, _growth) = ((int)first[0], (int)dense[0]);
        _unshuffle = first[1] switch
        {
            Rgb => 1,
            Rgb * 4 => 2,
            Rgb * 16 => 4,
            var channels => throw new ModelLoadException(
                weights.Path,
                $"its first layer takes {channels} channels; supported are 3, 12 (pixel-unshuffle by 2) and 48 (by 4)."),
        };
        if (1 << names.Upward.Count < _unshuffle)
            throw new ModelLoadException(
                weights.Path,
                $"it has {names.Upward.Count} doublings after a pixel-unshuffle by {_unshuffle}, so that pictures " +
                "would become smaller."
            );
    }

    public override NetworkKind Kind => NetworkKind.Upscaling;

    public override string Description => $"Real-ESRGAN (RRDBNet) x{Scale}, {_blocks} blocks of {_features} channels";

    public override int Scale => (1 << _names.Upward.Count) / _unshuffle;

    // Twice what is needed, as the reference pads.
    public override int Multiple => _unshuffle == 1 ? 1 : 4;

    protected override void Write(GraphBuilder graph)
    {
        string picture = graph.Input(Input, Rgb);
        string first = _unshuffle == 1
            ? Convolve(graph, picture, _names.First, Rgb, _features)
            : graph.Convolve(graph.SpaceToDepth(picture, _unshuffle), FirstWeight(graph), Bias(graph, _names.First, _features));

        string features = first;                                                            // (B, features, H, W)
        for (int i = 0; i < _blocks; i++)
            features = Block(graph, features, i);
        features = graph.Add(first, Convolve(graph, features, _names.AfterBody, _features, _features));

        foreach (string layer in _names.Upward)
            features = graph.LeakyRelu(Convolve(graph, graph.ResizeNearest(features, 2), layer, _features, _features), Slope);
        features = graph.LeakyRelu(Convolve(graph, features, _names.Full, _features, _features), Slope);
        string result = Convolve(graph, features, _names.Last, _features, Rgb);
        _weights.RequireAllTaken(_ => false);
        graph.Output(Output, result, Rgb);
    }

    private string Block(GraphBuilder graph, string input, int block)
    {
        string features = input;
        for (int k = 1; k <= DenseBlocks; k++)
            features = DenseBlock(graph, features, block, k);
        return graph.Add(graph.Scale(features, ResidualScale, _features), input);
    }

    // Every layer sees what all before it made.
    private string DenseBlock(GraphBuilder graph, string input, int block, int dense)
    {
        List<string> made = [input];
        for (int j = 1; j <= DenseLayers; j++)
        {
            string seen = made.Count == 1 ? input : graph.Join([.. made]);
            string layer = Convolve(
                graph, seen, _names.Body(block, dense, j), _features + ((j - 1) * _growth),
                j < DenseLayers ? _growth : _features);
            made.Add(j < DenseLayers ? graph.LeakyRelu(layer, Slope) : layer);
        }

        return graph.Add(graph.Scale(made[^1], ResidualScale), input);
    }

    private string Convolve(GraphBuilder graph, string value, string layer, int from, int to) =>
        graph.Convolve(
            value, graph.Weights(_weights.Take($"{layer}.weight", to, from, 3, 3), to, from, 3, 3), Bias(graph, layer, to));

    private string Bias(GraphBuilder graph, string layer, int to) => graph.Weights(_weights.Take($"{layer}.bias", to), to);

    // The channels of an unshuffled picture come in another order here than in PyTorch: (pixel, colour) instead of (colour,
    // pixel).
    private string FirstWeight(GraphBuilder graph)
    {
        int pixels = _unshuffle * _unshuffle, channels = Rgb * pixels;
        const int Kernel = 9;
        float[] stored = _weights.Take($"{_names.First}.weight", _features, channels, 3, 3);
        float[] ordered = new float[stored.Length];
        for (int to = 0; to < _features; to++)
        {
            for (int channel = 0; channel < channels; channel++)
            {
                int source = ((to * channels) + channel) * Kernel;
                int target = ((to * channels) + ((channel % pixels) * Rgb) + (channel / pixels)) * Kernel;
                stored.AsSpan(source, Kernel).CopyTo(ordered.AsSpan(target));
            }
        }

        return graph.Weights(ordered, _features, channels, 3, 3);
    }

    private IReadOnlyList<long> Shape(string layer)
    {
        var shape =
            _weights.Shape($"{layer}.weight")
            ?? throw new ModelLoadException(_weights.Path, $"the tensor {layer}.weight is missing.");
        return shape is [> 0 and <= 4096, > 0 and <= 4096, 3, 3]
            ? shape
            : throw new ModelLoadException(
                _weights.Path,
                $"the tensor {layer}.weight has the shape ({string.Join(", ", shape)}), which is of no RRDBNet.");
    }
}
