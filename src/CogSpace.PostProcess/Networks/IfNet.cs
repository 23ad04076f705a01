using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>Estimates how everything moves between two frames, from coarse to fine, and draws the frame halfway.</summary>
/// <remarks>
/// Source: RIFE, arXiv:2011.06294, section 3; github.com/hzwer/Practical-RIFE, IFNet_HDv3. The block for training
/// (block_tea) is in the files and is not used.
/// </remarks>
internal sealed class IfNet : PictureNetwork
{
    private const string WidthAt = "block0.conv0.1.0.weight";

    private static readonly int[] Scales = [4, 2, 1];

    private readonly NetworkWeights _weights;
    private readonly int _width;

    public IfNet(NetworkWeights weights)
    {
        _weights = weights;
        var shape = weights.Shape(WidthAt)!;
        _width =
            shape is [> 0 and <= 1024, _, 3, 3] && shape[0] % 2 == 0
                ? (int)shape[0]
                : throw new ModelLoadException(
                    weights.Path, $"the tensor {WidthAt} has the shape ({string.Join(", ", shape)}), which is of no IFNet.");
    }

    public override NetworkKind Kind => NetworkKind.Interpolation;

    public override string Description => $"RIFE HDv3 (IFNet), {_width} channels";

    public override int Scale => 1;

    // The coarsest block halves a quarter of the picture three times.
    public override int Multiple => 32;

    public static bool Recognizes(NetworkWeights weights) => weights.Has(WidthAt) && weights.Has("block2.conv1.0.weight");

    protected override void Write(GraphBuilder graph)
    {
        string both = graph.Input(Input, 2 * Rgb);
        string first = graph.Channels(both, 0, Rgb), second = graph.Channels(both, Rgb, 2 * Rgb);
        var grid = new WarpGrid(graph, both);
        string firstWarped = first, secondWarped = second;
        // Flow (B, 4, H, W): x and y from the middle to the first frame, then to the second. Mask (B, 1, H, W): above 0 the
        // first counts more.
        string flow = graph.Scale(graph.Channels(both, 0, 4), 0), mask = graph.Scale(graph.Channels(both, 0, 1), 0);

        for (int i = 0; i < Scales.Length; i++)
        {
            // Once forward and once with the frames exchanged; what both say is averaged.
            var block = new IfBlock(graph, _weights, $"block{i}", _width, Scales[i]);
            var forward = block.Forward(graph.Join(firstWarped, secondWarped, mask), flow);
            var backward = block.Forward(graph.Join(secondWarped, firstWarped, graph.Scale(mask, -1)), Exchange(graph, flow));
            flow = graph.Add(flow, graph.Scale(graph.Add(forward.Flow, Exchange(graph, backward.Flow)), 0.5f));
            mask = graph.Add(mask, graph.Scale(graph.Subtract(forward.Mask, backward.Mask), 0.5f));
            firstWarped = grid.Warp(first, graph.Channels(flow, 0, 2));
            secondWarped = grid.Warp(second, graph.Channels(flow, 2, 4));
        }

        string share = graph.Apply("Sigmoid", [mask]);
        string middle = graph.Add(
            graph.Multiply(firstWarped, share), graph.Multiply(secondWarped, graph.Subtract(graph.Weights([1]), share)));
        _weights.RequireAllTaken(name => name.StartsWith("block_tea.", StringComparison.Ordinal));
        graph.Output(Output, middle, Rgb);
    }

    private static string Exchange(GraphBuilder graph, string flow) =>
        graph.Join(graph.Channels(flow, 2, 4), graph.Channels(flow, 0, 2));
}
