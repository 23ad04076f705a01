using OpenCvSharp.Native;

namespace OpenCvSharp;

public static partial class Cv2
{
    /// <returns>Without pixels when the bytes are no picture that OpenCV can read.</returns>
    /// <exception cref="OpenCVException">OpenCV refuses it.</exception>
    /// <exception cref="NotSupportedException">OpenCV is missing.</exception>
    public static unsafe Mat ImDecode(byte[] buf, ImreadModes flags)
    {
        ArgumentNullException.ThrowIfNull(buf);
        NativeImages.EnsureLoaded();
        fixed (byte* bytes = buf)
        {
            nint picture = NativeImages.Decode(bytes, buf.Length, (int)flags);
            if (picture == 0)
                NativeImages.Throw();
            return new Mat(picture);
        }
    }
}
