using CogSpace.PostProcess.Media;

namespace CogSpace.Verification.Checks;

/// <summary>Frames of a video scaled until they cover a size and cut, within one grey level of OpenCV.</summary>
internal static class CropPixels
{
    public static void Check(GoldenCase golden)
    {
        var target = golden.Parameters.GetProperty("target");
        foreach (string input in golden.Names.Where(name => name.StartsWith("in.", StringComparison.Ordinal)).ToList())
        {
            var fitted = GoldenPixels.ToFrames(golden[input])
                .Select(frame => GoldenPixels.ToTensor(PictureFitter.FitVideoFrame(frame, Crop.Centred, target[0].GetInt32(), target[1].GetInt32())));
            golden.AssertWithin($"expect.{input["in.".Length..]}", stack([.. fitted]), 1);
        }
    }
}
