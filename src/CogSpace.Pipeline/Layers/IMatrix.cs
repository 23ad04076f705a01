namespace CogSpace.Pipeline.Layers;

/// <summary>The matrix of a linear layer, (outputs, inputs). How its numbers are kept is its own affair.</summary>
internal interface IMatrix : IDisposable
{
    IReadOnlyList<long> Shape { get; }

    /// <summary>The matrix in the computing type: what is kept, or a tensor of the current scope.</summary>
    Tensor Dense();

    /// <summary>A matrix that is kept the same way and lasts until it is disposed; this one stays as it is.</summary>
    /// <param name="change">From float32 to float32.</param>
    IMatrix Changed(Func<Tensor, Tensor> change);
}
