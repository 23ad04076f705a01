using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pictures of a case: (H, W, C) or, for several, (F, H, W, C).</summary>
internal static class GoldenPixels
{
    public static PixelGrid ToGrid(Tensor picture) =>
        new((int)picture.shape[1], (int)picture.shape[0], (int)picture.shape[2], picture.bytes.ToArray());

    public static IEnumerable<Frame> ToFrames(Tensor pictures) =>
        Enumerable.Range(0, (int)pictures.shape[0]).Select(i => ToFrame(pictures[i].contiguous()));

    public static Frame ToFrame(Tensor picture) => new((int)picture.shape[1], (int)picture.shape[0], picture.bytes.ToArray());

    public static Tensor ToTensor(PixelGrid picture) =>
        tensor(picture.Bytes.ToArray()).reshape(picture.Height, picture.Width, picture.Channels);

    public static Tensor ToTensor(Frame picture) => ToTensor(PixelGrid.Of(picture));

    // (H, W, 3) bytes -> (3, H, W) from -1 to 1, rounded as the reference rounds it.
    public static Tensor Normalize(Frame picture) => ((ToTensor(picture).to(ScalarType.Float32) / 255) * 2 - 1).permute(2, 0, 1);
}
