using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>
/// Moves pictures along a flow. Positions are float32 in every network: float16 cannot tell the pixels of a large picture
/// apart.
/// </summary>
/// <remarks>
/// Source: github.com/hzwer/Practical-RIFE, model/warplayer.py: grid_sample with aligned corners, the border goes on.
/// </remarks>
internal sealed class WarpGrid
{
    private readonly GraphBuilder _graph;
    private readonly string _positions;     // (1, H, W, 2): where each pixel is, in pixels
    private readonly string _toUnit;        // (2): what a pixel is worth when the picture reaches from -1 to 1

    /// <param name="graph">The network.</param>
    /// <param name="picture">Any value of the height and width of the pictures.</param>
    public WarpGrid(GraphBuilder graph, string picture)
    {
        _graph = graph;
        string shape = graph.Apply("Shape", [picture]);
        string height = Size(shape, 2),
            width = Size(shape, 3);
        string rows = graph.Apply("Unsqueeze", [Range(height), graph.Integers(0, 2, 3)]); // (1, H, 1, 1)
        string columns = graph.Apply("Unsqueeze", [Range(width), graph.Integers(0, 1, 3)]); // (1, 1, W, 1)
        string nothing = graph.Scale32(graph.Add(rows, columns), 0); // (1, H, W, 1)
        _positions = graph.Apply(
            "Concat", [graph.Add(nothing, columns), graph.Add(nothing, rows)], GraphBuilder.Integer("axis", 3));

        string sizes = graph.Apply(
            "Cast", [graph.Apply("Concat", [width, height], GraphBuilder.Integer("axis", 0))],
            GraphBuilder.Integer("to", (long)TensorProto.Types.DataType.Float));
        _toUnit = graph.Apply("Div", [graph.Floats([2], 1), graph.Subtract(sizes, graph.Floats([1], 1))]);
    }

    // picture (B, 3, H, W), flow (B, 2, H, W) in pixels -> (B, 3, H, W): each pixel is taken from where the flow points.
    public string Warp(string picture, string flow)
    {
        string byPixel = _graph.Apply("Transpose", [_graph.ToFloat32(flow)], GraphBuilder.Integers("perm", 0, 2, 3, 1));
        string positions = _graph.Subtract(_graph.Multiply(_graph.Add(byPixel, _positions), _toUnit), _graph.Floats([1], 1));
        return _graph.ToOwnType(_graph.SampleAt(_graph.ToFloat32(picture), positions));
    }

    private string Size(string shape, int axis) =>
        _graph.Apply("Slice", [shape, _graph.Integers(axis), _graph.Integers(axis + 1), _graph.Integers(0)]); // (1)

    // 0, 1, 2, ... as float32.
    private string Range(string size)
    {
        string count = _graph.Apply(
            "Squeeze",
            [
                _graph.Apply("Cast", [size], GraphBuilder.Integer("to", (long)TensorProto.Types.DataType.Float)),
                _graph.Integers(0),
            ]
        );
        return _graph.Apply("Range", [_graph.Floats([0]), count, _graph.Floats([1])]);
    }
}
