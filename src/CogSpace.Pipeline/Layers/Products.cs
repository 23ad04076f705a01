namespace CogSpace.Pipeline.Layers;

/// <summary>Matrix products, each in the way that is fastest on this machine.</summary>
internal static class Products
{
    // x (..., I), weight (O, I), bias (O) or none -> (..., O)
    public static Tensor Linear(Tensor x, Tensor weight, Tensor? bias = null) =>
        Gradients.Need(x, weight) || Gradients.Need(weight, bias) ? Differentiable(x, weight, bias)
        : Bfloat16.IsSlow(x) ? Bfloat16.Linear(x, weight, bias)
        : OneDnn.SuitsProduct(x, weight) ? OneDnn.Linear(x, weight, bias)
        : Mkl.WantsBlocks(x, weight) ? Mkl.Linear(x, weight, bias)
        : nn.functional.linear(x, weight, bias);

    // x (..., R, I), y (..., I, C) -> (..., R, C)
    public static Tensor Matmul(Tensor x, Tensor y) => Bfloat16.IsSlow(x) ? Bfloat16.Matmul(x, y) : x.matmul(y);

    // The other ways overwrite buffers, or have a slow way back.
    private static Tensor Differentiable(Tensor x, Tensor weight, Tensor? bias)
    {
        if (!Bfloat16.IsSlow(x))
            return nn.functional.linear(x, weight, bias);
        using var scope = NewDisposeScope();
        const ScalarType Wide = ScalarType.Float32;
        return scope.MoveToOuter(nn.functional.linear(x.to(Wide), weight.to(Wide), bias?.to(Wide)).to(x.dtype));
    }
}
