namespace CogSpace.Pipeline.Weights;

/// <summary>A prefix into an open checkpoint. Building a network from it is loading the network.</summary>
/// <remarks>The outermost scope, which the network keeps, owns all tensors that were taken out.</remarks>
internal sealed class WeightScope(WeightLoader loader, string prefix) : IDisposable
{
    /// <inheritdoc cref="WeightLoader.Linears"/>
    public IReadOnlyDictionary<string, Linear> Linears => loader.Linears;

    public WeightScope this[string name] => new(loader, $"{prefix}{name}.");

    public WeightScope this[int index] => new(loader, $"{prefix}{index}.");

    /// <summary>A tensor by its own name.</summary>
    /// <exception cref="ModelLoadException">It is missing or has another shape.</exception>
    public Tensor Tensor(string name, params ReadOnlySpan<long> shape) => loader.Load(prefix + name, shape);

    public ILinear Linear(long inputs, long outputs, bool bias = true) =>
        loader.Register(prefix.TrimEnd('.'), new Linear(Tensor("weight", outputs, inputs), bias ? Tensor("bias", outputs) : null));

    public LayerNorm LayerNorm(long size, double epsilon) =>
        new(Tensor("weight", size), Tensor("bias", size), epsilon);

    public RmsNorm RmsNorm(long size, double epsilon) => new(Tensor("weight", size), epsilon);

    public GroupNorm GroupNorm(long groups, long channels, double epsilon) =>
        new(Tensor("weight", channels), Tensor("bias", channels), groups, epsilon);

    public Conv2d Conv2d(long from, long to, long kernel, long stride = 1, long padding = 0) =>
        new(Tensor("weight", to, from, kernel, kernel), Tensor("bias", to), stride, padding);

    public Conv3d Conv3d(long from, long to, long kernel) =>
        new(Tensor("weight", to, from, kernel, kernel, kernel), Tensor("bias", to));

    /// <summary>Leaves everything under this prefix on disk.</summary>
    public void Skip() => loader.Skip(prefix);

    public void Dispose() => loader.Dispose();
}
