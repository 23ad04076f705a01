using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pictures brought to a size by area, within one grey level of OpenCV.</summary>
internal static class AreaResizing
{
    public static void Check(GoldenCase golden)
    {
        var inputs = golden.Names.Where(name => name.StartsWith("in.", StringComparison.Ordinal)).ToList();
        foreach (string input in inputs)
        {
            var picture = GoldenPixels.ToGrid(golden[input]);
            foreach (var size in golden.Parameters.GetProperty("sizes").EnumerateArray())
            {
                var (width, height) = (size[0].GetInt32(), size[1].GetInt32());
                var resized = AreaResampler.Resample(picture, width, height, PixelWindow.All(width, height));
                golden.AssertWithin($"expect.{input["in.".Length..]}_{width}x{height}", GoldenPixels.ToTensor(resized), 1);
            }
        }
    }
}
