using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static partial class backends
    {
        private const int Products = 0, Convolutions = 1;

        private static unsafe bool GetTf32(int what)
        {
            NativeTorch.EnsureLoaded();
            return NativeTorch.Check(NativeTorch.GetTf32(what)) != 0;
        }

        private static unsafe void SetTf32(int what, bool allowed)
        {
            NativeTorch.EnsureLoaded();
            _ = NativeTorch.Check(NativeTorch.SetTf32(what, allowed ? 1 : 0));
        }

        public static partial class cuda
        {
            public static partial class matmul
            {
                /// <summary>Whether products of float32 on a GPU may be computed in TF32.</summary>
                public static bool allow_tf32
                {
                    get => GetTf32(Products);
                    set => SetTf32(Products, value);
                }
            }
        }

        public static partial class cudnn
        {
            /// <summary>Whether convolutions of float32 on a GPU may be computed in TF32.</summary>
            public static bool allow_tf32
            {
                get => GetTf32(Convolutions);
                set => SetTf32(Convolutions, value);
            }
        }
    }
}
