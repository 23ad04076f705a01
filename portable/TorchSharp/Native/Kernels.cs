using static TorchSharp.torch;

namespace TorchSharp.Native;

/// <summary>What portable/native/torch computes in place of libtorch 1.x. Null where it cannot: another version or processor, other types, gradients.</summary>
internal static unsafe class Kernels
{
    private const int LeastForSilu = 1 << 14;       // fewer numbers cost libtorch's own vectors no more than the call
    private const int KindOfSilu = 0;
    private const int KindOfGeluTanh = 1;

    private static bool Wanted(Tensor input) => NativeTorch.Version.Major < 2 && input.OnCpu && !Workarounds.Off;

    /// <summary>For products that are not worth waking the BLAS's own threads.</summary>
    public static Tensor? Linear(Tensor input, Tensor weight, Tensor? bias)
    {
        nint result;
        _ = NativeTorch.Check(NativeTorch.Linear(input.Handle, weight.Handle, Handle(bias), &result));
        return Result(result, input, weight, bias);
    }

    public static Tensor? LayerNorm(Tensor input, ReadOnlySpan<long> normalizedShape, Tensor? weight, Tensor? bias, double eps)
    {
        if (!Wanted(input) || normalizedShape.Length != 1 || input.shape is not [.., var last] || last != normalizedShape[0])
            return null;
        nint result;
        _ = NativeTorch.Check(NativeTorch.BFloat16LayerNorm(input.Handle, Handle(weight), Handle(bias), eps, &result));
        return Result(result, input, weight, bias);
    }

    public static Tensor? GroupNorm(Tensor input, long groups, Tensor? weight, Tensor? bias, double eps)
    {
        if (!Wanted(input))
            return null;
        nint result;
        _ = NativeTorch.Check(NativeTorch.BFloat16GroupNorm(input.Handle, groups, Handle(weight), Handle(bias), eps, &result));
        return Result(result, input, weight, bias);
    }

    public static Tensor? Silu(Tensor input) => input.NumberOfElements < LeastForSilu ? null : Activation(KindOfSilu, input);

    public static Tensor? GeluTanh(Tensor input) => Activation(KindOfGeluTanh, input);

    private static Tensor? Activation(int kind, Tensor input)
    {
        if (!Wanted(input))
            return null;
        nint result;
        _ = NativeTorch.Check(NativeTorch.Activation(kind, input.Handle, &result));
        return Result(result, input);
    }

    private static nint Handle(Tensor? tensor) => tensor?.Handle ?? 0;

    private static Tensor? Result(nint handle, params ReadOnlySpan<Tensor?> arguments)
    {
        foreach (var argument in arguments)
            GC.KeepAlive(argument);
        return handle == 0 ? null : new Tensor(handle);
    }
}
