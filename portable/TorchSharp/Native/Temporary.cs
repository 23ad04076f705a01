namespace TorchSharp.Native;

/// <summary>A tensor that lives inside one of our own functions only: no scope holds it and no statistics count it.</summary>
internal readonly unsafe struct Temporary(nint handle) : IDisposable
{
    public nint Handle => handle;

    /// <summary>One more reference to a tensor, for code that goes on with either it or something made of it.</summary>
    public static Temporary Of(torch.Tensor tensor)
    {
        var retained = new Temporary(NativeTorch.TensorRetain(tensor.Handle));
        GC.KeepAlive(tensor);
        return retained;
    }

    public void Dispose() => NativeTorch.TensorFree(handle);
}
