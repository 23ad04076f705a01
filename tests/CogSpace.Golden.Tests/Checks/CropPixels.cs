using CogSpace.PostProcess.Media;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Frames of a video scaled until they cover a size and cut, within one grey level of OpenCV.</summary>
internal static class CropPixels
{
    public static void Check(GoldenCase golden)
    {
        var target = golden.Parameters.GetProperty("target");
        var (width, height) = (target[0].GetInt32(), target[1].GetInt32());
        foreach (string input in golden.Names.Where(name => name.StartsWith("in.", StringComparison.Ordinal)).ToList())
        {
            var fitted = GoldenPixels.ToFrames(golden[input])
                .Select(frame => GoldenPixels.ToTensor(PictureFitter.FitVideoFrame(frame, Crop.Centred, width, height)));
            golden.AssertWithin($"expect.{input["in.".Length..]}", stack([.. fitted]), 1);
        }
    }
}
