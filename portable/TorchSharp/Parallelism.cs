using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static unsafe int get_num_threads()
    {
        NativeTorch.EnsureLoaded();
        return NativeTorch.GetNumThreads();
    }

    public static unsafe void set_num_threads(int num)
    {
        NativeTorch.EnsureLoaded();
        _ = NativeTorch.Check(NativeTorch.SetNumThreads(num));
    }
}
