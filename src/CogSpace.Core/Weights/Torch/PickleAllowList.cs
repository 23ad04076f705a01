namespace CogSpace.Weights.Torch;

/// <summary>
/// The only names that a pickle may refer to. A pickle is a program; these are all the things that this one may do.
/// </summary>
/// <remarks>
/// None of them runs anything here: each describes a tensor or a plain container. Source: torch/_utils.py,
/// torch/serialization.py.
/// </remarks>
internal static class PickleAllowList
{
    private static readonly Dictionary<string, ElementType> Storages = new(StringComparer.Ordinal)
    {
        ["torch.FloatStorage"] = ElementType.F32,
        ["torch.DoubleStorage"] = ElementType.F64,
        ["torch.HalfStorage"] = ElementType.F16,
        ["torch.BFloat16Storage"] = ElementType.BF16,
        ["torch.LongStorage"] = ElementType.I64,
        ["torch.IntStorage"] = ElementType.I32,
        ["torch.ShortStorage"] = ElementType.I16,
        ["torch.CharStorage"] = ElementType.I8,
        ["torch.ByteStorage"] = ElementType.U8,
        ["torch.BoolStorage"] = ElementType.Bool,
    };

    private static readonly Dictionary<string, Func<object?[], object?>> Calls = new(StringComparer.Ordinal)
    {
        ["collections.OrderedDict"] = OrderedDict,
        ["torch._utils._rebuild_tensor_v2"] = Tensor,
        ["torch._utils._rebuild_parameter"] = arguments =>
            arguments is [TorchTensor data, ..]
                ? data
                : throw new PickleException("makes a parameter of something that is not a tensor"),
        ["torch.Size"] = arguments =>
            arguments is [PickleTuple sizes]
                ? sizes
                : throw new PickleException("makes a torch.Size of something that is not a tuple"),
        ["builtins.set"] = Set,
        ["__builtin__.set"] = Set,
    };

    public static bool Contains(string name) => Storages.ContainsKey(name) || Calls.ContainsKey(name);

    /// <summary>What torch.FloatStorage and its like hold.</summary>
    public static bool IsStorage(PickleGlobal global, out ElementType type) => Storages.TryGetValue(global.Name, out type);

    public static object? Call(PickleGlobal global, object?[] arguments) =>
        Calls.TryGetValue(global.Name, out var call)
            ? call(arguments)
            : throw new PickleException($"calls {global.Name} like a function");

    // Its items follow as instructions. (Python 2 gave them as a list: called again and again with a long one, that would take
    // forever.)
    private static PickleDict OrderedDict(object?[] arguments) =>
        arguments is [] ? new PickleDict() : throw new PickleException("fills a dictionary in a way that is not understood");

    private static PickleList Set(object?[] arguments) =>
        arguments is [PickleList items] ? items : throw new PickleException("makes a set of something that is not a list");

    // storage, offset, sizes, strides; then whether it wants a gradient, hooks and notes, which do not matter here
    private static TorchTensor Tensor(object?[] arguments)
    {
        if (
            arguments is not [TorchStorage storage, long offset, PickleTuple sizes, PickleTuple strides, _, ..]
            || arguments.Length > 7
        )
            throw new PickleException("describes a tensor in a way that is not understood");
        var tensor = new TorchTensor(storage, offset, Numbers(sizes), Numbers(strides));
        return tensor.Problem() is { } problem ? throw new PickleException($"describes a tensor that {problem}") : tensor;
    }

    private static long[] Numbers(PickleTuple tuple) =>
        tuple.Items.Length <= TorchTensor.MaxAxes && tuple.Items.All(item => item is long)
            ? [.. tuple.Items.Cast<long>()]
            : throw new PickleException("describes a tensor whose sizes are not a few whole numbers");
}
