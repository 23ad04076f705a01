namespace CogSpace.Pipeline.Training;

/// <summary>The numbers that a LoRA's matrices start with: A is random and B zero, so that nothing is changed at first.</summary>
/// <remarks>Source: PEFT lora/layer.py, reset_lora_parameters: kaiming_uniform with a = sqrt(5).</remarks>
internal sealed class LoraStart(ulong seed) : IDisposable
{
    private readonly Generator _generator = new(seed, CPU);

    /// <param name="name">"LAYER.lora_A.weight" or "LAYER.lora_B.weight".</param>
    /// <param name="shape">(rank, inputs) or (outputs, rank).</param>
    /// <returns>float32, on the CPU</returns>
    public Tensor Draw(string name, long[] shape)
    {
        if (!name.EndsWith($".{TrainableLora.Down}.weight", StringComparison.Ordinal))
            return zeros(shape, dtype: ScalarType.Float32);
        using var scope = NewDisposeScope();
        var fractions = rand(shape, dtype: ScalarType.Float32, generator: _generator);          // 0 to 1
        return scope.MoveToOuter(fractions.Times(2).Plus(-1).Times(1 / Math.Sqrt(shape[1])));
    }

    public void Dispose() => _generator.Dispose();
}
