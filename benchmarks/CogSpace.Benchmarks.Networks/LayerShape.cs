namespace CogSpace.Benchmarks.Networks;

/// <summary>A layer's weight, by its name in a checkpoint of diffusers.</summary>
/// <param name="Name">Without ".weight".</param>
/// <param name="Shape">Of the weight; its first size is that of the bias.</param>
/// <param name="Places">How many places of the input each number of the weight is multiplied with; 0: it does not count.</param>
/// <param name="HasBias">Whether there is a bias beside it.</param>
internal sealed record LayerShape(string Name, long[] Shape, long Places = 0, bool HasBias = true)
{
    /// <summary>Multiplications and additions.</summary>
    public double Work => 2.0 * Places * Shape.Aggregate(1.0, (product, size) => product * size);
}
