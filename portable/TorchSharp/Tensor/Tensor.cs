using System.Diagnostics.CodeAnalysis;
using TorchSharp.Native;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of libtorch. The scope it was made in disposes it; the finalizer is only a safety net.</summary>
    public partial class Tensor : IDisposable
    {
        private static long _totalCount;
        private static bool _exiting;

        private nint _handle;

        static Tensor() => AppDomain.CurrentDomain.ProcessExit += (_, _) => _exiting = true;   // libtorch is then already going

        internal Tensor(nint handle)
        {
            _handle = handle;
            _ = Interlocked.Increment(ref _totalCount);
            DisposeScopeManager.ThreadSingleton.Created(this);
        }

        ~Tensor() => Dispose(disposing: false);

        public static long TotalCount => _totalCount;

        public bool IsInvalid => _handle == 0;

        public IntPtr Handle
        {
            get
            {
                if (_handle == 0)
                    ThrowInvalid();
                return _handle;
            }
        }

        // The scope that will dispose this tensor, and its neighbours in that scope's list.
        internal DisposeScope? OwningDisposeScope { get; set; }

        internal Tensor? PreviousInScope { get; set; }

        internal Tensor? NextInScope { get; set; }

        public void Dispose()
        {
            Dispose(disposing: true);
            GC.SuppressFinalize(this);
        }

        protected virtual unsafe void Dispose(bool disposing)
        {
            var handle = _handle;
            if (handle == 0 || _exiting)
                return;
            _handle = 0;
            DisposeScopeManager.ThreadSingleton.Disposing(this);
            if (disposing)   // a tensor that is finalized is in no living scope
                OwningDisposeScope?.Remove(this);
            _ = Interlocked.Decrement(ref _totalCount);
            NativeTorch.TensorFree(handle);
        }

        public Tensor MoveToOuterDisposeScope()
        {
            _ = OwningDisposeScope?.MoveToOuter(this);
            return this;
        }

        public Tensor DetachFromDisposeScope()
        {
            _ = OwningDisposeScope?.Detach(this);
            return this;
        }

        public Tensor MoveToOtherDisposeScope(Tensor other) => MoveToOtherDisposeScope(other.OwningDisposeScope);

        public Tensor MoveToOtherDisposeScope(DisposeScope? other)
        {
            if (OwningDisposeScope is { } owner)
                _ = owner.MoveToOther(other, this);
            else
                other?.Attach(this);
            return this;
        }

        // Equal are tensors of the same shape with equal elements; == answers for each element.
        public override bool Equals(object? obj) => obj is Tensor other && Equals(other);

        public bool Equals(Tensor target) => target is not null && Ops.Equal.CallForOne(this, target).Integer != 0;

        public override int GetHashCode() => base.GetHashCode();

        public override string ToString() => IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";

        [DoesNotReturn]
        private static void ThrowInvalid() => throw new InvalidOperationException("Tensor invalid -- empty handle.");
    }
}

file static class Ops
{
    public static readonly Operator Equal = new("equal");
}
