namespace OpenCvSharp;

/// <summary>Owns memory that the garbage collector does not see.</summary>
public abstract class DisposableObject : IDisposable
{
    private protected DisposableObject()
    {
    }

    public bool IsDisposed { get; protected set; }

    public void Dispose()
    {
        IsDisposed = true;
        Free();
        GC.SuppressFinalize(this);
    }

    public void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(IsDisposed, this);

    private protected abstract void Free();
}
