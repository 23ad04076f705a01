using System.Text.Json;

namespace CogSpace.Golden.Tests;

/// <summary>How close the results of a case have to come, as its case.json says.</summary>
/// <param name="bounds">"tolerance" of case.json: bounds for each tensor. A tensor without bounds has to be equal.</param>
/// <param name="reference">The type that the reference computed in.</param>
internal sealed class GoldenTolerance(JsonElement bounds, ScalarType reference)
{
    /// <param name="name">The tensor's name.</param>
    /// <param name="expected">What the reference computed, float64.</param>
    /// <param name="actual">What this program computed, float64, of the same shape.</param>
    /// <param name="computedIn">The type that it was computed in.</param>
    public IEnumerable<GoldenComparison> Compare(string name, Tensor expected, Tensor actual, ScalarType computedIn)
    {
        var difference = actual - expected;
        double largest = difference.abs().max().item<double>();
        Assert.False(double.IsNaN(largest), $"{name} contains NaN.");

        var bound = bounds.TryGetProperty(name, out var stated) && stated.ValueKind == JsonValueKind.Object ? stated : default;
        if (bound.ValueKind == JsonValueKind.Undefined)
            return [new GoldenComparison(name, "max", largest, 0)];

        string type = computedIn == ScalarType.Float16 ? "fp16" : "bf16";
        if (computedIn == ScalarType.Float32 || !bound.TryGetProperty($"{type}_atol", out var largestAllowed))
            return [new GoldenComparison(name, "max", largest, bound.GetProperty("fp32_atol").GetDouble())];

        var most = new GoldenComparison(name, "max", largest, largestAllowed.GetDouble());
        if (!bound.TryGetProperty($"{type}_relrms", out var allowed))
            return [most];

        double relative = Math.Sqrt(MeanSquare(difference) / Math.Max(MeanSquare(expected), 1e-30));
        var spread = new GoldenComparison(name, "relative rms", relative, allowed.GetDouble());
        // In a narrower type than the reference's the largest deviation is chance; the root mean square is the measure.
        return computedIn == reference ? [most, spread] : [spread];
    }

    private static double MeanSquare(Tensor numbers) => numbers.square().mean().item<double>();
}
