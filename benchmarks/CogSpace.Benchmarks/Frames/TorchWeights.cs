using System.Runtime.InteropServices;
using CogSpace.Weights;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace CogSpace.Benchmarks.Frames;

/// <summary>The tensors of a file by name, and the layers that are made of them.</summary>
internal sealed class TorchWeights : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = [];

    public TorchWeights(string path)
    {
        using var file = TensorFile.Open(path);
        foreach (var (name, entry) in file.Tensors)
        {
            var values = new float[entry.Length / sizeof(float)];
            file.CopyTo(name, MemoryMarshal.AsBytes(values.AsSpan()));
            _tensors[name] = tensor(values, [.. entry.Shape]).DetachFromDisposeScope();
        }
    }

    public Tensor this[string name] => _tensors[name];

    public void Dispose()
    {
        foreach (var one in _tensors.Values)
            one.Dispose();
    }

    public Tensor Convolve(Tensor x, string layer, long stride = 1) =>
        conv2d(x, this[$"{layer}.weight"], this[$"{layer}.bias"], strides: [stride, stride], padding: [1, 1]);

    public Tensor ConvolveTransposed(Tensor x, string layer) =>
        conv_transpose2d(x, this[$"{layer}.weight"], this[$"{layer}.bias"], strides: [2, 2], padding: [1, 1]);

    public Tensor PRelu(Tensor x, string layer) => prelu(x, this[$"{layer}.weight"]);
}
