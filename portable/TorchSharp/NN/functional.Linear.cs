using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public static partial class functional
        {
            private const double WorthSharing = 4e6;      // a few tens of microseconds of one processor

            public static Tensor linear(Tensor input, Tensor weights, Tensor? bias = null)
            {
                if (Workarounds.InexactInBFloat16(input) && weights.dtype == ScalarType.BFloat16)
                {
                    using var scope = NewDisposeScope();
                    return scope.MoveToOuter(linear(input.to(ScalarType.Float32), weights.to(ScalarType.Float32), bias?.to(ScalarType.Float32)).to(ScalarType.BFloat16));
                }

                double operations = 2.0 * input.NumberOfElements * weights.shape[0];
                bool shared = BlasThreads.PrepareFor(input, operations) == Products.OnTheirCallers && operations >= WorthSharing;
                return (shared ? Kernels.Linear(input, weights, bias) : null) ?? Ops.Linear.Call(input, weights, bias);
            }
        }
    }
}

file static class Ops
{
    public static readonly Operator Linear = new("linear");
}
