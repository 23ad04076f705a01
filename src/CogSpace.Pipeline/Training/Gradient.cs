namespace CogSpace.Pipeline.Training;

/// <summary>The gradients of all parameters, seen as one long vector.</summary>
internal static class Gradient
{
    private const double Least = 1e-6;

    /// <summary>How long it is; NaN where a number of it is.</summary>
    public static double Norm(IEnumerable<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        Tensor[] squares = [.. parameters.Select(parameter => parameter.Gradient).OfType<Tensor>().Select(Square)];
        return squares.Length == 0 ? 0 : Math.Sqrt(stack(squares).sum().item<double>());
    }

    /// <summary>What it is multiplied by, so that it is not longer than allowed.</summary>
    /// <remarks>Source: torch.nn.utils.clip_grad_norm_.</remarks>
    public static double ClippingFactor(double norm, double most) => Math.Min(most / (norm + Least), 1);

    // In float64, because there are many.
    private static Tensor Square(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(gradient.mul(gradient).sum(type: ScalarType.Float64));
    }
}
