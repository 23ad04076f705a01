using System.Runtime.InteropServices;
using OpenCvSharp;

namespace CogSpace.Portable.Tests.OpenCv;

/// <summary>Decoding over the system's OpenCV.</summary>
public sealed class ImDecodeTests
{
    // Two rows of two pixels, the lower one first: blue, green; red, white.
    private static readonly byte[] Bitmap =
    [
        .. "BM"u8, 70, 0, 0, 0, 0, 0, 0, 0, 54, 0, 0, 0, 40, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 1, 0, 24, 0, .. new byte[24],
        255, 0, 0, 0, 255, 0, 0, 0, 0, 0, 255, 255, 255, 255, 0, 0,
    ];

    [Fact]
    public void ImDecode_HandsOutPixels()
    {
        using var picture = Cv2.ImDecode(Bitmap, ImreadModes.Unchanged);

        Assert.Equal((2, 2, 2, 2), (picture.Width, picture.Height, picture.Cols, picture.Rows));
        Assert.Equal((3, MatType.CV_8U, 16), (picture.Channels(), picture.Depth(), picture.Type().Value));
        byte[] row = new byte[6];
        Marshal.Copy(picture.Ptr(0), row, 0, row.Length);
        Assert.Equal([0, 0, 255, 255, 255, 255], row); // blue, green, red
    }

    [Fact]
    public void ImDecode_OfWhatIsNoPicture_HasNoPixels()
    {
        using var picture = Cv2.ImDecode("hello, world"u8.ToArray(), ImreadModes.Unchanged);

        Assert.True(picture.Empty());
    }

    [Fact]
    public void ImDecode_OfNothing_IsOpenCvsOwnFailure()
    {
        var e = Assert.Throws<OpenCVException>(() => Cv2.ImDecode([], ImreadModes.Unchanged));

        Assert.Equal(ErrorCode.StsAssert, e.Status);
        Assert.Contains("empty", e.Message, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(e.FileName));
    }

    [Fact]
    public void Mat_AfterDispose_IsNotTouched()
    {
        var picture = Cv2.ImDecode(Bitmap, ImreadModes.Unchanged);
        picture.Dispose();
        picture.Dispose();

        Assert.True(picture.IsDisposed);
        Assert.Throws<ObjectDisposedException>(() => picture.Width);
    }
}
