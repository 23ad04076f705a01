using System.Text.Json;
using CogSpace.PostProcess.Interpolation;

namespace CogSpace.Verification.Checks;

/// <summary>How alike two pictures are.</summary>
internal static class FrameSimilarity
{
    public static void Check(GoldenCase golden)
    {
        Compare("expect.ssim", "order");
        Compare("expect.ssim_flat", "order_flat");

        void Compare(string name, string order)
        {
            if (!golden.Expected.TryGetProperty(order, out JsonElement pairs))
                return;
            float[] similarities = [.. pairs.EnumerateArray().Select(pair => pair.GetInt32())
                .Select(pair => (float)StructuralSimilarity.Of(GoldenPlanes.ToPlanes(golden[$"in.a{pair}"]), GoldenPlanes.ToPlanes(golden[$"in.b{pair}"])))];
            if (golden.Names.Contains(name))
                golden.AssertClose(name, tensor(similarities));
        }
    }
}
