namespace CogSpace.Pipeline.Layers;

/// <summary>x W^T + b, the weights resident in the computing type.</summary>
/// <param name="weight">(outputs, inputs)</param>
/// <param name="bias">(outputs) or none</param>
internal sealed class Linear(Tensor weight, Tensor? bias) : ILinear
{
    public Tensor Forward(Tensor x) => nn.functional.linear(x, weight, bias);
}
