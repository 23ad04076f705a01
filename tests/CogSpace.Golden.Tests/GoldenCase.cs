using System.Text.Json;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;

namespace CogSpace.Golden.Tests;

/// <summary>One case of the set: parameters, inputs, expected results and how close to them results have to come.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly JsonElement _case;
    private readonly SafetensorsFile? _file;
    private readonly List<Tensor> _tensors = [];
    private readonly HashSet<string> _compared = [];
    private readonly List<GoldenComparison> _comparisons = [];
    private readonly List<string> _passedOver = [];
    private readonly GoldenTolerance _tolerance;
    private readonly GoldenSet _set;

    public GoldenCase(GoldenSet set, string name, Device device)
    {
        (_set, Device) = (set, device);
        Folder = set.FolderOf(name);
        _case = ReadJson(System.IO.Path.Combine(Folder, "case.json"));
        string expected = System.IO.Path.Combine(Folder, "expect.json");
        Expected = File.Exists(expected) ? ReadJson(expected) : default;
        string tensors = System.IO.Path.Combine(Folder, "tensors.safetensors");
        _file = File.Exists(tensors) ? SafetensorsFile.Open(tensors) : null;
        Type = _case.GetProperty("dtype").GetString() switch
        {
            "float32" => ScalarType.Float32,
            "bfloat16" => ScalarType.BFloat16,
            "float16" => ScalarType.Float16,
            var other => throw new NotSupportedException($"A case in {other}."),
        };
        _tolerance = new GoldenTolerance(_case.TryGetProperty("tolerance", out var bounds) ? bounds : NoBounds, Type);
    }

    private static JsonElement NoBounds { get; } = JsonSerializer.SerializeToElement(new { });

    public string Folder { get; }

    public string Kind => _case.GetProperty("kind").GetString()!;

    public JsonElement Parameters => _case.GetProperty("params");

    /// <summary>The content of expect.json.</summary>
    public JsonElement Expected { get; }

    public IEnumerable<string> Names => _file?.Tensors.Keys ?? [];

    /// <summary>Expected tensors that nothing has been compared with.</summary>
    public IEnumerable<string> Overlooked =>
        Names.Where(name => name.StartsWith("expect.", StringComparison.Ordinal) && !_compared.Contains(name));

    public Device Device { get; }

    /// <summary>The type that the reference computed in, which is the one to compute in.</summary>
    public ScalarType Type { get; }

    /// <summary>The types to compute a single network in: a float32 case also bounds what bfloat16 may give.</summary>
    public IEnumerable<ScalarType> NetworkTypes => Type == ScalarType.Float32 ? [Type, ScalarType.BFloat16] : [Type];

    /// <summary>What was compared so far.</summary>
    public IReadOnlyList<GoldenComparison> Comparisons => _comparisons;

    /// <summary>What was passed over, with the reasons.</summary>
    public IReadOnlyList<string> PassedOver => _passedOver;

    /// <summary>A tensor of the case, on the device that the case is computed on.</summary>
    public Tensor Input(string name) => this[name].to(Device);

    /// <summary>A tensor of the case, as it is stored.</summary>
    public Tensor this[string name]
    {
        get
        {
            using var scope = NewDisposeScope();
            var entry = _file!.Tensors[name];
            var tensor = empty([.. entry.Shape], dtype: TypeOf(entry.Type));
            _file.CopyTo(name, tensor.bytes);
            _tensors.Add(scope.Detach(tensor));
            return tensor;
        }
    }

    /// <summary>Passes over expected tensors on purpose.</summary>
    /// <param name="prefix">How their names begin.</param>
    /// <param name="reason">For the reader.</param>
    public void PassOver(string prefix, string reason)
    {
        _passedOver.Add($"{prefix}*: {reason}");
        _compared.UnionWith(Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));
    }

    /// <summary>The path of a model's component; the case gives it relative to the set.</summary>
    public string Model(string component) => Path(_case.GetProperty("models").GetProperty(component).GetString()!);

    /// <summary>A path below the set's folder.</summary>
    public string Path(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([_set.Folder, .. parts]);

    /// <summary>Builds a network from a folder of the case.</summary>
    public T Load<T>(string folder, string stem, ScalarType type, Func<WeightScope, T> build)
    {
        using var checkpoint = Checkpoint.Open(folder, stem);
        return WeightLoader.Build(checkpoint, type, Device, build);
    }

    /// <summary>Compares with a stored tensor within the case's own tolerance for the type that was computed in.</summary>
    public void AssertClose(string name, Tensor actual, ScalarType? computedIn = null)
    {
        using var scope = NewDisposeScope();
        AssertClose(name, this[name], actual, computedIn ?? Type);
    }

    /// <summary>Compares with one entry of a stored tensor.</summary>
    public void AssertClose(string name, int entry, Tensor actual)
    {
        using var scope = NewDisposeScope();
        AssertClose(name, this[name][entry], actual, Type);
    }

    /// <summary>Compares with a stored tensor of whole numbers that need not be equal.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="actual">A tensor of the same shape.</param>
    /// <param name="allowed">The largest difference.</param>
    public void AssertWithin(string name, Tensor actual, double allowed)
    {
        using var scope = NewDisposeScope();
        _compared.Add(name);
        var expected = this[name];
        Assert.Equal(expected.shape, actual.shape);
        double largest = (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>();
        _comparisons.Add(new GoldenComparison(name, "max", largest, allowed));
    }

    public void AssertEqual(string name, IReadOnlyList<long> actual)
    {
        using var scope = NewDisposeScope();
        _compared.Add(name);
        Assert.Equal(this[name].to(ScalarType.Int64).flatten().data<long>().ToArray(), actual);
    }

    public void Dispose()
    {
        foreach (var tensor in _tensors)
            tensor.Dispose();
        _file?.Dispose();
    }

    // The deviation itself is judged when the whole case is computed, so that a failure lists every tensor.
    private void AssertClose(string name, Tensor expected, Tensor actual, ScalarType computedIn)
    {
        _compared.Add(name);
        Assert.True(
            expected.shape.SequenceEqual(actual.shape),
            $"{name} has shape ({string.Join(", ", actual.shape)}), expected ({string.Join(", ", expected.shape)})");
        var (wanted, got) = (expected.to(ScalarType.Float64), actual.cpu().to(ScalarType.Float64));
        _comparisons.AddRange(_tolerance.Compare(name, wanted, got, computedIn));
    }

    private static JsonElement ReadJson(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return document.RootElement.Clone();
    }

    private static ScalarType TypeOf(ElementType type) => type switch
    {
        ElementType.Bool => ScalarType.Bool,
        ElementType.U8 => ScalarType.Byte,
        ElementType.I8 => ScalarType.Int8,
        ElementType.I16 => ScalarType.Int16,
        ElementType.I32 => ScalarType.Int32,
        ElementType.I64 => ScalarType.Int64,
        ElementType.F16 => ScalarType.Float16,
        ElementType.BF16 => ScalarType.BFloat16,
        ElementType.F32 => ScalarType.Float32,
        _ => ScalarType.Float64,
    };
}
