using System.Text.Json;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>How pictures of many sizes are cut into tiles.</summary>
/// <remarks>Where a side is shorter than the overlap, the reference fails and this program does not.</remarks>
internal static class TilePlans
{
    public static void Check(GoldenCase golden)
    {
        int rows = 0;
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            var plan = TilePlan.Of(Number("width"), Number("height"), Number("tile"), Number("overlap"));
            Assert.Equal(Number("announced_steps"), plan.Count);
            var visited = row.GetProperty("tiles_y_x_h_w").EnumerateArray().Select(ToTile).ToList();
            bool failed = row.GetProperty("error").ValueKind != JsonValueKind.Null;
            Assert.Equal(visited, failed ? plan.Take(visited.Count) : plan);
            rows++;

            int Number(string name) => row.GetProperty(name).GetInt32();
        }

        Assert.True(rows > 0, "The table proves nothing.");
    }

    private static Tile ToTile(JsonElement yxhw) =>
        new(yxhw[1].GetInt32(), yxhw[0].GetInt32(), yxhw[3].GetInt32(), yxhw[2].GetInt32());
}
