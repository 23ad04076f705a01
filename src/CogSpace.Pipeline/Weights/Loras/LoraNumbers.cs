using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>Reads a LoRA's tensors as float32, whatever they are stored in.</summary>
internal static class LoraNumbers
{
    /// <returns>A tensor of the current scope, on the CPU.</returns>
    public static Tensor Read(ITensorFile file, string name)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(StoredTensor.Read(file.Path, name, file.Tensors[name], file.CopyTo).to(ScalarType.Float32));
    }

    /// <summary>A tensor of one number.</summary>
    public static double ReadOne(ITensorFile file, string name)
    {
        if (file.Tensors[name].Shape.Any(size => size != 1))
            throw new ModelLoadException(file.Path, $"the tensor {name} is {file.Tensors[name]}; an alpha is one number.");
        using var scope = NewDisposeScope();
        return Read(file, name).to(ScalarType.Float64).flatten()[0].item<double>();
    }
}
