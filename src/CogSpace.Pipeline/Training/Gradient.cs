namespace CogSpace.Pipeline.Training;

/// <summary>The gradients of all parameters, seen as one long vector.</summary>
internal static class Gradient
{
    private const double Least = 1e-6;

    /// <summary>How long it is; NaN where a number of it is.</summary>
    public static double Norm(IEnumerable<Parameter> parameters)
    {
        using var scope = NewDisposeScope();
        Tensor[] norms = [.. parameters.Select(parameter => parameter.Gradient).OfType<Tensor>().Select(Length)];
        return norms.Length == 0 ? 0 : Math.Sqrt(stack(norms).square().sum().item<double>());
    }

    /// <summary>What it is multiplied by, so that it is not longer than allowed.</summary>
    /// <remarks>Source: torch.nn.utils.clip_grad_norm_.</remarks>
    public static double ClippingFactor(double norm, double most) => Math.Min(most / (norm + Least), 1);

    // float64, so that the sum of many does not depend on their order
    private static Tensor Length(Tensor gradient)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(gradient.square().sum(type: ScalarType.Float64).sqrt());
    }
}
