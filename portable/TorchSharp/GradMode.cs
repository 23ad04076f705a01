using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    public static IDisposable no_grad() => new AutoGradMode(false);

    public static IDisposable enable_grad(bool enabled = true) => new AutoGradMode(enabled);

    public static IDisposable set_grad_enabled(bool mode = true) => new AutoGradMode(mode);

    public static IDisposable inference_mode(bool mode = true) => new InferenceMode(mode);

    public static unsafe bool is_grad_enabled()
    {
        NativeTorch.EnsureLoaded();
        return NativeTorch.GradEnabled() != 0;
    }

    public static unsafe bool is_inference_mode_enabled()
    {
        NativeTorch.EnsureLoaded();
        return NativeTorch.InferenceEnabled() != 0;
    }

    /// <summary>Both modes belong to the thread that entered them.</summary>
    private sealed unsafe class AutoGradMode : IDisposable
    {
        private readonly bool _before = is_grad_enabled();

        public AutoGradMode(bool enabled) => NativeTorch.SetGradEnabled(enabled ? 1 : 0);

        public void Dispose() => NativeTorch.SetGradEnabled(_before ? 1 : 0);
    }

    private sealed unsafe class InferenceMode : IDisposable
    {
        private nint _guard;

        public InferenceMode(bool mode)
        {
            NativeTorch.EnsureLoaded();
            _guard = NativeTorch.InferenceEnter(mode ? 1 : 0);
        }

        public void Dispose()
        {
            var guard = _guard;
            _guard = 0;
            if (guard != 0)
                NativeTorch.InferenceExit(guard);
        }
    }
}
