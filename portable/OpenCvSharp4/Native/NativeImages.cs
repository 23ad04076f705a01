using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace OpenCvSharp.Native;

/// <summary>The functions of portable/native/images/binding.h. The library is loaded when the first of them is needed.</summary>
internal static unsafe class NativeImages
{
    private const string FileName = "libcogspace_images.so";
    private const string Advice = "It is built with this project; what it needs is installed with: apt-get install libopencv-imgcodecs-dev g++";

    internal static readonly delegate* unmanaged<byte*, int, int, nint> Decode;
    internal static readonly delegate* unmanaged<nint, void> Free;
    internal static readonly delegate* unmanaged<nint, int> Rows;
    internal static readonly delegate* unmanaged<nint, int> Columns;
    internal static readonly delegate* unmanaged<nint, int> Type;
    internal static readonly delegate* unmanaged<nint, int, nint> Row;

    private static readonly delegate* unmanaged<Failure*, void> LastFailure;
    private static readonly string? LoadError;

    static NativeImages()
    {
        nint library;
        try
        {
            library = NativeLibrary.Load(Path.Combine(AppContext.BaseDirectory, FileName));
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException)
        {
            LoadError = $"{e.Message.Trim().Split('\n')[^1]}. {Advice}"; // the last line names the file
            return;
        }

        nint Export(string name) => NativeLibrary.GetExport(library, name);
        Decode = (delegate* unmanaged<byte*, int, int, nint>)Export("cs_picture_decode");
        Free = (delegate* unmanaged<nint, void>)Export("cs_picture_free");
        Rows = (delegate* unmanaged<nint, int>)Export("cs_picture_rows");
        Columns = (delegate* unmanaged<nint, int>)Export("cs_picture_columns");
        Type = (delegate* unmanaged<nint, int>)Export("cs_picture_type");
        Row = (delegate* unmanaged<nint, int, nint>)Export("cs_picture_row");
        LastFailure = (delegate* unmanaged<Failure*, void>)Export("cs_last_failure");
    }

    /// <summary>Call before the first use of anything above.</summary>
    /// <exception cref="NotSupportedException">OpenCV is missing.</exception>
    internal static void EnsureLoaded()
    {
        if (LoadError is not null)
            throw new NotSupportedException(LoadError);
    }

    /// <summary>Every failure of OpenCV reaches the caller as OpenCvSharp reports it, with OpenCV's own words.</summary>
    [DoesNotReturn]
    internal static void Throw()
    {
        Failure failure;
        LastFailure(&failure);
        throw new OpenCVException((ErrorCode)failure.Code, Text(failure.Function), Text(failure.Message), Text(failure.File), failure.Line);
    }

    private static string Text(nint text) => Marshal.PtrToStringUTF8(text) ?? "";

    [StructLayout(LayoutKind.Sequential)]
    private struct Failure
    {
        public int Code;
        public int Line;
        public nint Function;
        public nint Message;
        public nint File;
    }
}
