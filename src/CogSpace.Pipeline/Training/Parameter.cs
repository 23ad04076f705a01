namespace CogSpace.Pipeline.Training;

/// <summary>A tensor that training changes.</summary>
/// <remarks>
/// A network in bfloat16 computes with rounded numbers. Steps are smaller than what that type can tell apart, so they are added
/// up in float32, and the network gets the sum, rounded.
/// </remarks>
internal sealed class Parameter : IDisposable
{
    private readonly bool _owned;
    private Tensor? _gradient;

    private Parameter(string name, Tensor value, Tensor master, bool owned)
    {
        (Name, Value, Master, _owned) = (name, value, master, owned);
        value.requires_grad = true;
    }

    public string Name { get; }

    /// <summary>What the network computes with.</summary>
    public Tensor Value { get; }

    /// <summary>The same in the type of the optimizer, float32 or float64: often the same tensor.</summary>
    public Tensor Master { get; }

    /// <summary>Whether the network computes with a rounded copy.</summary>
    public bool IsRounded => !ReferenceEquals(Value, Master);

    /// <summary>What was collected since the last step, in the type of the optimizer; null: nothing.</summary>
    public Tensor? Gradient => IsRounded ? _gradient : Value.grad;

    /// <summary>A tensor that belongs to a network.</summary>
    public static Parameter Of(string name, Tensor value)
    {
        using var scope = NewDisposeScope();
        bool wide = value.dtype is ScalarType.Float32 or ScalarType.Float64;
        return new Parameter(name, value, wide ? value : scope.Detach(value.to(ScalarType.Float32)), owned: !wide);
    }

    /// <summary>A new tensor, float32 or float64, which belongs to the parameter from now on.</summary>
    public static Parameter New(string name, Tensor value) => new(name, value, value, owned: true);

    /// <summary>Takes note of what a way back has left.</summary>
    public void Collect()
    {
        if (!IsRounded || Value.grad is not { } rounded)
            return;
        using var scope = NewDisposeScope();
        var gradient = rounded.to(ScalarType.Float32);
        if (_gradient is null)
            _gradient = scope.Detach(gradient);
        else
            _gradient.Add(gradient);
        Value.grad = null;
    }

    /// <summary>Forgets what was collected.</summary>
    public void Clear()
    {
        _gradient?.Dispose();
        _gradient = null;
        Value.grad = null;
    }

    /// <summary>Lets the network compute with what the optimizer, or a checkpoint, made of the parameter.</summary>
    public void Publish()
    {
        if (!IsRounded)
            return;
        using var still = no_grad();
        using var _ = NewDisposeScope();
        Value.copy_(Master);
    }

    public void Dispose()
    {
        Clear();
        Value.requires_grad = false;
        if (_owned)
            Master.Dispose();
    }
}
