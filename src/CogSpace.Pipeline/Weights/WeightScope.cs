namespace CogSpace.Pipeline.Weights;

/// <summary>A prefix into an open checkpoint. Building a network from it is loading the network.</summary>
/// <remarks>The outermost scope, which the network keeps, owns all tensors that were taken out.</remarks>
internal sealed class WeightScope(WeightLoader loader, string prefix, bool repeated = false) : IDisposable
{
    /// <inheritdoc cref="WeightLoader.Linears"/>
    public IReadOnlyDictionary<string, Linear> Linears => loader.Linears;

    /// <inheritdoc cref="WeightLoader.RepeatedLayers"/>
    public IReadOnlyCollection<string> RepeatedLayers => loader.RepeatedLayers;

    /// <inheritdoc cref="WeightLoader.Learned"/>
    public IReadOnlyDictionary<string, Tensor> Learned => loader.Learned;

    public WeightScope this[string name] => new(loader, $"{prefix}{name}.", repeated);

    public WeightScope this[int index] => new(loader, $"{prefix}{index}.", repeated);

    public bool Has(string name) => loader.Has(prefix + name);

    /// <summary>A tensor by its own name.</summary>
    /// <exception cref="ModelLoadException">It is missing or has another shape.</exception>
    public Tensor Tensor(string name, params ReadOnlySpan<long> shape) => loader.Load(prefix + name, shape);

    /// <inheritdoc cref="WeightLoader.LoadTable"/>
    public Tensor Table(string name, params ReadOnlySpan<long> shape) => loader.LoadTable(prefix + name, shape);

    public ILinear Linear(long inputs, long outputs, bool bias = true) =>
        loader.Linear(prefix.TrimEnd('.'), inputs, outputs, bias, repeated);

    /// <summary>Layers that follow each other, named by their numbers.</summary>
    public ILayerStack<TLayer> Stack<TLayer>(int count, Func<WeightScope, TLayer> build) => loader.Stack(prefix, count, build);

    public LayerNorm LayerNorm(long size, double epsilon) =>
        new(Tensor("weight", size), Tensor("bias", size), epsilon);

    public RmsNorm RmsNorm(long size, double epsilon) => new(Tensor("weight", size), epsilon);

    public GroupNorm GroupNorm(long groups, long channels, double epsilon) =>
        new(Tensor("weight", channels), Tensor("bias", channels), groups, epsilon);

    public Conv2d Conv2d(long from, long to, long kernel, long stride = 1, long padding = 0) =>
        new(Convolution(to, from, kernel, kernel), stride, padding);

    public Conv3d Conv3d(long from, long to, long kernel) => new(Convolution(to, from, kernel, kernel, kernel));

    /// <summary>Leaves everything under this prefix on disk.</summary>
    public void Skip() => loader.Skip(prefix);

    /// <inheritdoc cref="WeightLoader.Own"/>
    public void Own(IDisposable owned) => loader.Own(owned);

    public void Dispose() => loader.Dispose();

    private ConvolutionWeights Convolution(params ReadOnlySpan<long> shape) =>
        new(Tensor("weight", shape), Tensor("bias", shape[0]), tensor => loader.Own(tensor));
}
