using System.Globalization;
using System.Text.RegularExpressions;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.PostProcess.Networks;

/// <summary>
/// The compact Real-ESRGAN: convolutions at the picture's own size, whose result is added to the enlarged picture.
/// </summary>
/// <remarks>
/// Source: github.com/xinntao/Real-ESRGAN, realesrgan/archs/srvgg_arch.py, SRVGGNetCompact with act_type 'prelu'.
/// </remarks>
internal sealed partial class SrvggNet : PictureNetwork
{
    private readonly NetworkWeights _weights;
    private readonly int _last, _features;

    public SrvggNet(NetworkWeights weights)
    {
        _weights = weights;
        _last = weights
            .Names.Select(name => Layer().Match(name))
            .Where(match => match.Success)
            .Max(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
        var (first, last) = (weights.Shape("body.0.weight")!, weights.Shape($"body.{_last}.weight")!);
        _features = (int)first[0];
        if (last is not [> 0 and <= Rgb * 64, _, 3, 3] || last[0] % Rgb != 0 || Math.Sqrt(last[0] / Rgb) % 1 != 0)
            throw new ModelLoadException(
                weights.Path,
                $"the tensor body.{_last}.weight has the shape ({string.Join(", ", last)}), which makes no square of pixels.");
        if (!weights.Has("body.1.weight"))
            throw new ModelLoadException(
                weights.Path,
                "it has no weights of PReLU at body.1: a compact Real-ESRGAN with another activation does not say with which.");
        Scale = (int)Math.Sqrt(last[0] / Rgb);
    }

    public override NetworkKind Kind => NetworkKind.Upscaling;

    public override string Description =>
        $"Real-ESRGAN compact (SRVGGNetCompact) x{Scale}, {(_last / 2) - 1} layers of {_features} channels";

    public override int Scale { get; }

    public override int Multiple => 1;

    public static bool Recognizes(NetworkWeights weights) =>
        weights.Shape("body.0.weight") is [> 0 and <= 4096, Rgb, 3, 3]
        && weights.Names.All(name => name.StartsWith("body.", StringComparison.Ordinal));

    protected override void Write(GraphBuilder graph)
    {
        string picture = graph.Input(Input, Rgb);
        string features = picture;                                                          // (B, features, H, W)
        for (int i = 0; i < _last; i += 2)
        {
            features = Convolve(graph, features, i, i == 0 ? Rgb : _features, _features);
            features = graph.PRelu(features, _weights.Take($"body.{i + 1}.weight", _features));
        }

        features = Convolve(graph, features, _last, _features, Rgb * Scale * Scale);
        string result = graph.Add(graph.PixelShuffle(features, Scale), graph.ResizeNearest(picture, Scale));
        _weights.RequireAllTaken(_ => false);
        graph.Output(Output, result, Rgb);
    }

    private string Convolve(GraphBuilder graph, string value, int layer, int from, int to) =>
        graph.Convolve(
            value, graph.Weights(_weights.Take($"body.{layer}.weight", to, from, 3, 3), to, from, 3, 3),
            graph.Weights(_weights.Take($"body.{layer}.bias", to), to));

    [GeneratedRegex(@"^body\.(\d{1,4})\.weight$")]
    private static partial Regex Layer();
}
