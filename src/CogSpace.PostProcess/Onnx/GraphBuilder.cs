using System.Runtime.InteropServices;
using Google.Protobuf;

namespace CogSpace.PostProcess.Onnx;

/// <summary>
/// Writes down a network, one operation after the other, as an ONNX model. Every method gives back the name of what it
/// computes.
/// </summary>
/// <param name="half">Weights, inputs and results are float16; otherwise float32.</param>
/// <param name="inBlocks">
/// For ONNX Runtime on the CPU, which keeps the channels of convolutions in blocks and puts them back in order for whatever it
/// does not compute in blocks, PRelu and products with a number among them: these are written as convolutions.
/// </param>
/// <remarks>
/// Source: github.com/onnx/onnx, docs/Operators.md. Version 17 of the operators is the newest in which GridSample has the
/// form that ONNX Runtime computes on the CPU and on CUDA alike.
/// </remarks>
internal sealed partial class GraphBuilder(bool half, bool inBlocks = false)
{
    public const int OperatorVersion = 17;
    private const int FileVersion = 8;
    private const int Block = 16;               // with AVX-512; half of that without
    private const double MostAdded = 0.1;

    private readonly GraphProto _graph = new() { Name = "cogspace" };

    /// <summary>The type that is computed in.</summary>
    public TensorProto.Types.DataType Type { get; } =
        half ? TensorProto.Types.DataType.Float16 : TensorProto.Types.DataType.Float;

    /// <summary>
    /// How many channels to compute with where a network has so many: up to the next block, if that is near. Those that are
    /// added have to be 0.
    /// </summary>
    public int Whole(int channels)
    {
        int whole = (channels + Block - 1) / Block * Block;
        return inBlocks && whole <= channels * (1 + MostAdded) ? whole : channels;
    }

    /// <summary>A batch of pictures of any height and width.</summary>
    public string Input(string name, int channels)
    {
        _graph.Input.Add(Picture(name, channels, "height", "width"));
        return name;
    }

    /// <summary>A number for each picture of the batch, (B, 1, 1, 1).</summary>
    public string InputNumber(string name)
    {
        var number = Picture(name, channels: 1, "one", "one");
        foreach (int axis in new[] { 2, 3 })
            number.Type.TensorType.Shape.Dim[axis] = new TensorShapeProto.Types.Dimension { DimValue = 1 };
        _graph.Input.Add(number);
        return name;
    }

    /// <summary>Says which value is the result, and what it is called outside.</summary>
    public void Output(string name, string value, int channels)
    {
        _graph.Node.Add(Node("Identity", [value], name));
        _graph.Output.Add(Picture(name, channels, "out_height", "out_width"));
    }

    /// <summary>Weights, in the type that is computed in.</summary>
    public string Weights(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) => Type == TensorProto.Types.DataType.Float
        ? Constant(Type, MemoryMarshal.AsBytes(values), shape)
        : Constant(Type, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(values.ToArray(), value => (Half)value)), shape);

    /// <summary>Whole numbers, for shapes and positions.</summary>
    public string Integers(params ReadOnlySpan<long> values) =>
        Constant(TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), values.Length);

    /// <summary>Numbers that stay float32 in every network.</summary>
    public string Floats(ReadOnlySpan<float> values, params ReadOnlySpan<long> shape) =>
        Constant(TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), shape);

    /// <summary>Any operation of one result.</summary>
    public string Apply(string operation, ReadOnlySpan<string> inputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var node = Node(operation, inputs, $"v{_graph.Node.Count}");
        node.Attribute.Add(attributes.ToArray());
        _graph.Node.Add(node);
        return node.Output[0];
    }

    /// <summary>The file.</summary>
    public byte[] Build()
    {
        var model = new ModelProto { IrVersion = FileVersion, ProducerName = "CogSpace", Graph = _graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorVersion });
        return model.ToByteArray();
    }

    private string Constant(TensorProto.Types.DataType type, ReadOnlySpan<byte> bytes, params ReadOnlySpan<long> shape)
    {
        var tensor = new TensorProto
        {
            Name = $"w{_graph.Initializer.Count}",
            DataType = type,
            RawData = ByteString.CopyFrom(bytes),
        };
        tensor.Dims.Add(shape.ToArray());
        _graph.Initializer.Add(tensor);
        return tensor.Name;
    }

    private static NodeProto Node(string operation, ReadOnlySpan<string> inputs, string output)
    {
        var node = new NodeProto { OpType = operation, Name = $"{operation}_{output}" };
        node.Input.Add(inputs.ToArray());
        node.Output.Add(output);
        return node;
    }

    // (batch, channels, height, width)
    private ValueInfoProto Picture(string name, int channels, string height, string width)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add([
            new TensorShapeProto.Types.Dimension { DimParam = "batch" },
            new TensorShapeProto.Types.Dimension { DimValue = channels },
            new TensorShapeProto.Types.Dimension { DimParam = height },
            new TensorShapeProto.Types.Dimension { DimParam = width },
        ]);
        return new ValueInfoProto
        {
            Name = name,
            Type = new TypeProto
            {
                TensorType = new TypeProto.Types.Tensor { ElemType = Type, Shape = shape },
            },
        };
    }
}
