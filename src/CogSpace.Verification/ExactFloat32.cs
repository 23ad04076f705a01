namespace CogSpace.Verification;

/// <summary>Until disposed, GPUs compute float32 in float32: TF32 keeps ten bits of a fraction and would be taken for an error.</summary>
internal sealed class ExactFloat32 : IDisposable
{
    private readonly bool _products = backends.cuda.matmul.allow_tf32;
    private readonly bool _convolutions = backends.cudnn.allow_tf32;

    public ExactFloat32() => Set(false, false);

    public void Dispose() => Set(_products, _convolutions);

    private static void Set(bool products, bool convolutions)
    {
        backends.cuda.matmul.allow_tf32 = products;
        backends.cudnn.allow_tf32 = convolutions;
    }
}
