using OpenCvSharp.Native;

namespace OpenCvSharp;

/// <summary>Pixels that OpenCV holds.</summary>
public unsafe partial class Mat : CvObject
{
    internal Mat(nint handle)
    {
        Handle = handle;
    }

    ~Mat() => Free();

    public int Rows => NativeImages.Rows(Alive());

    public int Cols => NativeImages.Columns(Alive());

    public int Height => Rows;

    public int Width => Cols;

    private nint Handle { get; set; }

    public bool Empty() => Rows == 0 || Cols == 0;

    public MatType Type() => NativeImages.Type(Alive());

    /// <returns><see cref="MatType.CV_8U"/> and so on.</returns>
    public int Depth() => Type().Depth;

    public int Channels() => Type().Channels;

    /// <param name="i0">The row.</param>
    /// <returns>Where its pixels are, as long as this lives.</returns>
    public nint Ptr(int i0) => NativeImages.Row(Alive(), i0);

    private protected override void Free()
    {
        if (Handle != 0)
            NativeImages.Free(Handle);
        Handle = 0;
    }

    private nint Alive()
    {
        ThrowIfDisposed();
        return Handle;
    }
}
