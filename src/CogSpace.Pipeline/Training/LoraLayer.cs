namespace CogSpace.Pipeline.Training;

/// <summary>What a LoRA adds to a layer while it is trained: alpha / rank times B A x.</summary>
/// <param name="down">A, (rank, inputs).</param>
/// <param name="up">B, (outputs, rank).</param>
/// <param name="factor">alpha / rank</param>
/// <remarks>
/// Source: arXiv:2106.09685. The products are computed in the type of x, as under the autocast of the reference.
/// </remarks>
internal sealed class LoraLayer(Parameter down, Parameter up, double factor) : ILinear
{
    // x (..., inputs) -> (..., outputs)
    public Tensor Forward(Tensor x)
    {
        using var scope = NewDisposeScope();
        var narrow = Products.Linear(x, down.Value.to(x.dtype)).Times(factor);      // (..., rank)
        return scope.MoveToOuter(Products.Linear(narrow, up.Value.to(x.dtype)));
    }
}
