namespace CogSpace.Pipeline.Layers;

/// <summary>x W^T + b, the weights resident in the computing type.</summary>
/// <param name="weight">(outputs, inputs)</param>
/// <param name="bias">(outputs) or none</param>
internal sealed class Linear(Tensor weight, Tensor? bias) : ILinear
{
    private Tensor? _instead;

    /// <summary>W as it was loaded.</summary>
    public Tensor Weight => weight;

    /// <summary>The W that counts at the moment.</summary>
    public Tensor Current => _instead ?? weight;

    public Tensor Forward(Tensor x) => nn.functional.linear(x, Current, bias);

    /// <summary>Lets another matrix of the same shape count; null: the layer's own again. The caller keeps it alive meanwhile.</summary>
    public void Use(Tensor? instead) => _instead = instead;
}
