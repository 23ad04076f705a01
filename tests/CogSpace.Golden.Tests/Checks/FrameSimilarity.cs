using System.Text.Json;
using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>How alike two pictures are.</summary>
internal static class FrameSimilarity
{
    public static void Check(GoldenCase golden)
    {
        Compare("expect.ssim", "order");
        Compare("expect.ssim_flat", "order_flat");

        Planes Picture(string name) => GoldenPlanes.ToPlanes(golden[name]);

        void Compare(string name, string order)
        {
            if (!golden.Expected.TryGetProperty(order, out JsonElement pairs))
                return;
            float[] similarities = [.. pairs.EnumerateArray().Select(pair => pair.GetInt32())
                .Select(pair => (float)StructuralSimilarity.Of(Picture($"in.a{pair}"), Picture($"in.b{pair}")))];
            if (golden.Names.Contains(name))
                golden.AssertClose(name, tensor(similarities));
        }
    }
}
