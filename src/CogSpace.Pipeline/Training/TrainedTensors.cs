using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>Tensors of the training, on their way to a file.</summary>
internal static class TrainedTensors
{
    /// <summary>A tensor's numbers as they are when they are written.</summary>
    /// <param name="name">In the file.</param>
    /// <param name="values">float32, or anything that is to be written in another type.</param>
    /// <param name="type">What it is written as: F32, BF16 or F16.</param>
    public static TensorSource Source(string name, Tensor values, ElementType type = ElementType.F32) =>
        new(name, type, values.shape, destination =>
        {
            using var scope = NewDisposeScope();
            values.detach().to(TypeOf(type)).cpu().contiguous().bytes.CopyTo(destination);
        });

    private static ScalarType TypeOf(ElementType type) => type switch
    {
        ElementType.BF16 => ScalarType.BFloat16,
        ElementType.F16 => ScalarType.Float16,
        _ => ScalarType.Float32,
    };
}
