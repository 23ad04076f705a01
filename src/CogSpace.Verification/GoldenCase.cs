using System.Text.Json;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;

namespace CogSpace.Verification;

/// <summary>One case of the set: parameters, inputs, expected results and how close to them one must come.</summary>
internal sealed class GoldenCase : IDisposable
{
    private readonly JsonElement _case;
    private readonly SafetensorsFile? _file;
    private readonly List<Tensor> _tensors = [];
    private readonly HashSet<string> _compared = [];
    private readonly List<GoldenComparison> _comparisons = [];
    private readonly List<string> _passedOver = [];
    private readonly GoldenSet _set;
    private readonly ScalarType? _only;

    /// <param name="set">The set.</param>
    /// <param name="name">The case.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="only">The one type to compute in; null: the case's own, and another where a check says so.</param>
    public GoldenCase(GoldenSet set, string name, Device device, ScalarType? only)
    {
        (_set, _only, Device) = (set, only, device);
        Folder = set.FolderOf(name);
        _case = ReadJson(System.IO.Path.Combine(Folder, "case.json"));
        string expected = System.IO.Path.Combine(Folder, "expect.json");
        Expected = File.Exists(expected) ? ReadJson(expected) : default;
        string tensors = System.IO.Path.Combine(Folder, "tensors.safetensors");
        _file = File.Exists(tensors) ? SafetensorsFile.Open(tensors) : null;
    }

    public string Folder { get; }

    public string Kind => _case.GetProperty("kind").GetString()!;

    public JsonElement Parameters => _case.GetProperty("params");

    /// <summary>What expect.json holds.</summary>
    public JsonElement Expected { get; }

    public IEnumerable<string> Names => _file?.Tensors.Keys ?? [];

    /// <summary>Expected tensors that nothing has been compared with: a check that overlooks one proves less than it says.</summary>
    public IEnumerable<string> Overlooked => Names.Where(name => name.StartsWith("expect.", StringComparison.Ordinal) && !_compared.Contains(name));

    public Device Device { get; }

    /// <summary>What was compared so far.</summary>
    public IReadOnlyList<GoldenComparison> Comparisons => _comparisons;

    /// <summary>What was passed over, with the reasons.</summary>
    public IReadOnlyList<string> PassedOver => _passedOver;

    /// <summary>Why the case has nothing to say about the type that is asked for; null: it has.</summary>
    public string? LeftOut => _only is null || _only == Reference || (_only == ScalarType.BFloat16 && Reference == ScalarType.Float32 && StatesNarrowBound)
        ? null
        : $"it says nothing about {Name(_only.Value)}";

    /// <summary>The type to compute in.</summary>
    public ScalarType Type => _only ?? Reference;

    /// <summary>The types that a network alone is computed in: what the reference computed in float32 in bfloat16 too.</summary>
    public IEnumerable<ScalarType> NetworkTypes => _only is null && Reference == ScalarType.Float32 ? [Reference, ScalarType.BFloat16] : [Type];

    /// <summary>The type the reference computed in.</summary>
    private ScalarType Reference => _case.GetProperty("dtype").GetString() switch
    {
        "float32" => ScalarType.Float32,
        "bfloat16" => ScalarType.BFloat16,
        "float16" => ScalarType.Float16,
        var other => throw new NotSupportedException($"A case in {other}."),
    };

    private bool StatesNarrowBound => _case.TryGetProperty("tolerance", out var bounds)
        && bounds.EnumerateObject().Any(bound => bound.Value.ValueKind == JsonValueKind.Object && bound.Value.TryGetProperty("bf16_relrms", out _));

    /// <summary>A tensor of the case where the case is computed.</summary>
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

    /// <summary>A path that the case gives relative to the set.</summary>
    public string Model(string component) => Path(_case.GetProperty("models").GetProperty(component).GetString()!);

    /// <inheritdoc cref="Model"/>
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
        AssertClose(name, this[name], actual, computedIn);
    }

    /// <summary>Compares with one entry of a stored tensor.</summary>
    public void AssertClose(string name, int entry, Tensor actual)
    {
        using var scope = NewDisposeScope();
        AssertClose(name, this[name][entry], actual, computedIn: null);
    }

    /// <summary>Compares with a stored tensor of whole numbers that need not be equal.</summary>
    /// <param name="name">Of the tensor.</param>
    /// <param name="actual">Of the same shape.</param>
    /// <param name="allowed">The largest difference.</param>
    public void AssertWithin(string name, Tensor actual, double allowed)
    {
        using var scope = NewDisposeScope();
        _compared.Add(name);
        var expected = this[name];
        Assert.Equal(expected.shape, actual.shape);
        Report(name, "max", (actual.to(ScalarType.Float64) - expected.to(ScalarType.Float64)).abs().max().item<double>(), allowed);
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

    private void AssertClose(string name, Tensor expected, Tensor actual, ScalarType? computedIn)
    {
        _compared.Add(name);
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{name} has shape ({string.Join(", ", actual.shape)}), expected ({string.Join(", ", expected.shape)})");
        var (wanted, got) = (expected.to(ScalarType.Float64), actual.cpu().to(ScalarType.Float64));
        double largest = (got - wanted).abs().max().item<double>();
        Assert.True(!double.IsNaN(largest), $"{name} is not a number somewhere");

        var tolerance = _case.GetProperty("tolerance").TryGetProperty(name, out var t) ? t : default;
        bool hasTolerance = tolerance.ValueKind == JsonValueKind.Object;
        string type = (computedIn ?? Type) == ScalarType.Float16 ? "fp16" : "bf16";
        bool narrow = (computedIn ?? Type) != ScalarType.Float32 && hasTolerance && tolerance.TryGetProperty($"{type}_atol", out _);
        double allowed = hasTolerance ? tolerance.GetProperty(narrow ? $"{type}_atol" : "fp32_atol").GetDouble() : 0;
        bool hasRms = hasTolerance && tolerance.TryGetProperty($"{type}_relrms", out _);
        // In a narrower type than the reference's the largest deviation is chance; the root mean square is the measure.
        if (!narrow || !hasRms || (computedIn ?? Type) == Reference)
            Report(name, "max", largest, allowed);
        if (narrow && hasRms)
        {
            double relative = Math.Sqrt((got - wanted).square().mean().item<double>() / Math.Max(wanted.square().mean().item<double>(), 1e-30));
            Report(name, "relative rms", relative, tolerance.GetProperty($"{type}_relrms").GetDouble());
        }
    }

    private void Report(string name, string measure, double value, double allowed) => _comparisons.Add(new GoldenComparison(name, measure, value, allowed));

    private static string Name(ScalarType type) => type switch
    {
        ScalarType.Float32 => "float32",
        ScalarType.BFloat16 => "bfloat16",
        _ => "float16",
    };

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
