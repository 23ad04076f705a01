using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pictures brought to a size: bicubic as the demo does, Lanczos as the pipeline does. Equal, not close.</summary>
internal static class PictureResizing
{
    public static void Check(GoldenCase golden)
    {
        var size = golden.Parameters.GetProperty("size");
        var (width, height) = (size[0].GetInt32(), size[1].GetInt32());
        foreach (string name in GoldenPlanes.Inputs(golden, "in."))
        {
            var picture = GoldenPixels.ToGrid(golden[$"in.{name}"]);
            var resized = KernelResampler.Resample(picture, box: null, width, height, Kernel.Bicubic);
            golden.AssertClose($"expect.demo_{name}", ToRgb(GoldenPixels.ToTensor(resized)));
            if (golden.Parameters.GetProperty("preprocess").EnumerateArray().All(other => other.GetString() != name))
                continue;

            var fitted = PictureFitter.FitPicture(GoldenPixels.ToFrame(golden[$"in.{name}"]), crop: null, width, height);
            golden.AssertClose($"expect.lanczos_{name}", GoldenPixels.ToTensor(fitted));
            golden.AssertClose($"expect.preprocess_{name}", GoldenPixels.Normalize(fitted).unsqueeze(0));
        }
    }

    // As the reference makes RGB of gray, and of RGBA by dropping alpha.
    private static Tensor ToRgb(Tensor pixels) =>
        pixels.shape[2] == 1 ? cat([pixels, pixels, pixels], 2) : pixels.narrow(2, 0, Frame.Channels);
}
