using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>
/// RIFE 4.5 to 4.26: estimates from coarse to fine how everything moves between two frames, and draws the frame at any moment
/// between them.
/// </summary>
/// <remarks>
/// Source: RIFE, arXiv:2011.06294; github.com/HolyWu/vs-rife, vsrife/IFNet_HDv3_v4_*.py, without ensemble. What is for training
/// is in some files and is not used.
/// </remarks>
internal sealed class Rife4Net(NetworkWeights weights) : PictureNetwork
{
    private const int UsualMultiple = 64;

    private static readonly string[] ForTraining = ["block_tea.", "teacher.", "caltime."];

    private readonly Rife4Layout _layout = Rife4Layout.Of(weights);

    public override NetworkKind Kind => NetworkKind.Interpolation;

    public override string Description => $"RIFE {_layout.Version}, {_layout.Widths[0]} channels";

    public override int Scale => 1;

    // The coarsest block halves its small picture twice.
    public override int Multiple => Math.Max(UsualMultiple, 4 * _layout.Scales[0]);

    public override bool TakesMoment => true;

    protected override void Write(GraphBuilder graph)
    {
        string both = graph.Input(Input, 2 * Rgb);
        string first = graph.Channels(both, 0, Rgb), second = graph.Channels(both, Rgb, 2 * Rgb);
        string nothing = graph.Scale(graph.Channels(both, 0, 1), 0);
        string moment = graph.Add(nothing, graph.InputNumber(Moment));                      // (B, 1, H, W)
        var grid = new WarpGrid(graph, both);
        var encoder = _layout.HasEncoder ? new Rife4Encoder(graph, weights) : null;
        string[] frames = [first, second];
        string[] features = encoder is null ? [] : [encoder.Forward(first), encoder.Forward(second)];

        // Flow (B, 4, H, W): x and y from the moment to the first frame, then to the second. Mask (B, 1, H, W): above 0 the
        // first counts more.
        var block = new Rife4Block(graph, weights, _layout, 0);
        var (flow, mask, further) = block.Forward(graph.Join([.. frames, .. features, moment]), flow: null);
        for (int i = 1; i < _layout.Scales.Count; i++)
        {
            block = new Rife4Block(graph, weights, _layout, i);
            string[] seen = [.. Warp(grid, graph, frames, flow), .. Warp(grid, graph, features, flow), moment, mask];
            var change = block.Forward(graph.Join(_layout.Carried > 0 ? [.. seen, further] : seen), flow);
            flow = graph.Add(flow, change.Flow);
            mask = _layout.HasEncoder ? change.Mask : graph.Add(mask, change.Mask);
            further = change.Further;
        }

        string[] warped = Warp(grid, graph, frames, flow);
        string share = graph.Apply("Sigmoid", [mask]);
        string picture = graph.Add(
            graph.Multiply(warped[0], share), graph.Multiply(warped[1], graph.Subtract(graph.Weights([1]), share)));
        weights.RequireAllTaken(name => ForTraining.Any(start => name.StartsWith(start, StringComparison.Ordinal)));
        graph.Output(Output, picture, Rgb);
    }

    // What belongs to the first and to the second frame, moved to the moment; nothing where there is nothing.
    private static string[] Warp(WarpGrid grid, GraphBuilder graph, string[] pair, string flow) =>
        pair is [var first, var second]
            ? [grid.Warp(first, graph.Channels(flow, 0, 2)), grid.Warp(second, graph.Channels(flow, 2, 4))]
            : [];
}
