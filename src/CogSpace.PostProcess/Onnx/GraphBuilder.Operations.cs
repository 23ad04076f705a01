using Google.Protobuf;

namespace CogSpace.PostProcess.Onnx;

/// <summary>The operations that our networks are made of, each computing what PyTorch's of the same purpose computes.</summary>
internal sealed partial class GraphBuilder
{
    private const int ChannelAxis = 1;

    public string Add(string left, string right) => Apply("Add", [left, right]);

    public string Subtract(string left, string right) => Apply("Sub", [left, right]);

    public string Multiply(string left, string right) => Apply("Mul", [left, right]);

    public string Scale(string value, float factor) => Multiply(value, Weights([factor]));

    /// <summary>Of features, which may be computed in blocks.</summary>
    public string Scale(string value, float factor, int channels) =>
        ComputesInBlocks(channels) ? ScaleChannels(value, [.. Enumerable.Repeat(factor, channels)]) : Scale(value, factor);

    /// <summary>Of a value that is float32 in every network.</summary>
    public string Scale32(string value, float factor) => Multiply(value, Floats([factor]));

    /// <summary>Channels one after the other.</summary>
    public string Join(params ReadOnlySpan<string> values) => Apply("Concat", values, Integer("axis", ChannelAxis));

    /// <summary>Channels <paramref name="first"/> to <paramref name="end"/>, without the last.</summary>
    public string Channels(string value, int first, int end) =>
        Apply("Slice", [value, Integers(first), Integers(end), Integers(ChannelAxis)]);

    /// <summary>Rounded to the type that is computed in.</summary>
    public string ToOwnType(string value) => half ? Apply("Cast", [value], Integer("to", (long)Type)) : value;

    public string ToFloat32(string value) =>
        half ? Apply("Cast", [value], Integer("to", (long)TensorProto.Types.DataType.Float)) : value;

    public string Convolve(string value, string weight, string bias, int stride = 1, int padding = 1) =>
        Apply(
            "Conv", [value, weight, bias], Integers("strides", stride, stride),
            Integers("pads", padding, padding, padding, padding));

    public string ConvolveTransposed(string value, string weight, string bias, int stride, int padding) =>
        Apply(
            "ConvTranspose", [value, weight, bias], Integers("strides", stride, stride),
            Integers("pads", padding, padding, padding, padding));

    public string LeakyRelu(string value, float slope) =>
        Apply(
            "LeakyRelu",
            [value],
            new AttributeProto
            {
                Name = "alpha",
                F = slope,
                Type = AttributeProto.Types.AttributeType.Float,
            }
        );

    /// <param name="value">(B, C, H, W).</param>
    /// <param name="slopes">One for each channel.</param>
    public string PRelu(string value, float[] slopes)
    {
        if (!ComputesInBlocks(slopes.Length) || slopes.Any(slope => slope > 1))
            return Apply("PRelu", [value, Weights(slopes, slopes.Length, 1, 1)]);
        // slope x + max((1 - slope) x, 0), of what is computed in blocks.
        string bent = Apply("Relu", [ScaleChannels(value, Array.ConvertAll(slopes, slope => 1 - slope))]);
        return Add(ScaleChannels(value, slopes), bent);
    }

    /// <summary>Every pixel becomes a square of pixels.</summary>
    public string ResizeNearest(string value, int factor) =>
        Resize(
            value, factor, "nearest", Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor"));

    /// <summary>Bilinear, without aligned corners; the factor that is given counts, not the quotient of the sizes.</summary>
    public string ResizeLinear(string value, float factor) =>
        factor == 1 ? value : Resize(value, factor, "linear", Text("coordinate_transformation_mode", "half_pixel"));

    /// <summary>
    /// Squares of pixels become channels, in the order (row, column, channel). PyTorch's pixel_unshuffle orders them (channel,
    /// row, column).
    /// </summary>
    public string SpaceToDepth(string value, int size) => Apply("SpaceToDepth", [value], Integer("blocksize", size));

    /// <summary>As PyTorch's pixel_shuffle.</summary>
    public string PixelShuffle(string value, int size) =>
        Apply("DepthToSpace", [value], Integer("blocksize", size), Text("mode", "CRD"));

    /// <summary>
    /// Bilinear; positions -1 and 1 are the middles of the outermost pixels, and beyond them their colour goes on.
    /// </summary>
    /// <param name="picture">(B, C, H, W), float32.</param>
    /// <param name="positions">(B, H, W, 2), float32: x, y.</param>
    public string SampleAt(string picture, string positions) =>
        Apply(
            "GridSample", [picture, positions], Text("mode", "bilinear"), Text("padding_mode", "border"),
            Integer("align_corners", 1));

    public static AttributeProto Integer(string name, long value) =>
        new()
        {
            Name = name,
            I = value,
            Type = AttributeProto.Types.AttributeType.Int,
        };

    public static AttributeProto Integers(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.Add(values.ToArray());
        return attribute;
    }

    // A convolution of one point for each channel.
    private string ScaleChannels(string value, float[] factors) =>
        Apply("Conv", [value, Weights(factors, factors.Length, 1, 1, 1)], Integer("group", factors.Length));

    private bool ComputesInBlocks(int channels) => inBlocks && channels % Block == 0;

    private string Resize(string value, float factor, string mode, params ReadOnlySpan<AttributeProto> attributes) =>
        Apply("Resize", [value, "", Floats([1, 1, factor, factor], 4)], [Text("mode", mode), .. attributes]);

    private static AttributeProto Text(string name, string value) =>
        new()
        {
            Name = name,
            S = ByteString.CopyFromUtf8(value),
            Type = AttributeProto.Types.AttributeType.String,
        };
}
