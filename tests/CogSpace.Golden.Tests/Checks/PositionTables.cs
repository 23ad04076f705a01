using System.Text.Json;
using CogSpace.Pipeline.Transformer;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Position tables at the sizes of the published models.</summary>
internal static class PositionTables
{
    private const int HeadSize = 64;
    private const int PatchSize = 2;
    private const int PixelsPerLatent = 8;

    public static void Check(GoldenCase golden)
    {
        foreach (string rows in golden.Names.Where(name => name.EndsWith("_rows", StringComparison.Ordinal)))
            golden.PassOver(rows, "it says which rows to compare");
        CheckCropRegions(golden);
        CheckSinCos(golden);
        CheckRotary(golden);
    }

    private static void CheckCropRegions(GoldenCase golden)
    {
        foreach (var row in golden.Expected.GetProperty("resize_crop_region").EnumerateArray())
        {
            int Get(string name) => row.GetProperty(name).GetInt32();
            var (top, left, bottom, right) = RotaryGrid.CropRegion(Get("grid_h"), Get("grid_w"), Get("base_h"), Get("base_w"));
            var expected = row.GetProperty("result").EnumerateArray().SelectMany(corner => corner.EnumerateArray());
            Assert.Equal(expected.Select(n => n.GetInt32()), [top, left, bottom, right]);
        }
    }

    private static void CheckSinCos(GoldenCase golden)
    {
        foreach (var (item, i) in golden.Parameters.GetProperty("sincos").EnumerateArray().Select((item, i) => (item, i)))
        {
            using var scope = NewDisposeScope();
            var table = SinCosTable.Build(
                item.GetProperty("dim").GetInt32(),
                item.GetProperty("frames").GetInt64(), item.GetProperty("h").GetInt64(), item.GetProperty("w").GetInt64(),
                item.GetProperty("spatial_scale").GetDouble(), item.GetProperty("temporal_scale").GetDouble());
            golden.AssertClose($"expect.sincos{i}", table.squeeze(0).index_select(0, golden[$"expect.sincos{i}_rows"]));
        }
    }

    private static void CheckRotary(GoldenCase golden)
    {
        foreach (var (item, i) in golden.Parameters.GetProperty("rope").EnumerateArray().Select((item, i) => (item, i)))
        {
            using var scope = NewDisposeScope();
            int Patches(string name, int pixels) => item.GetProperty(name).GetInt32() / pixels / PatchSize;
            var (rowCount, columnCount) = (Patches("height", PixelsPerLatent), Patches("width", PixelsPerLatent));
            int frames = item.GetProperty("latent_frames").GetInt32();
            bool patchesInTime = item.GetProperty("patch_size_t").ValueKind != JsonValueKind.Null;
            var grid = patchesInTime
                ? RotaryGrid.Plain(rowCount, columnCount)
                : RotaryGrid.Cropped(rowCount, columnCount, Patches("sample_height", 1), Patches("sample_width", 1));
            int places = patchesInTime ? frames / item.GetProperty("patch_size_t").GetInt32() : frames;
            using var table = RotaryTable.Build(HeadSize, places, grid, CPU);
            var rows = golden[$"expect.rope{i}_rows"];
            golden.AssertClose($"expect.rope{i}_cos", table.Cos.index_select(0, rows).repeat_interleave(2, dim: 1));
            golden.AssertClose($"expect.rope{i}_sin", table.Sin.index_select(0, rows).repeat_interleave(2, dim: 1));
        }
    }
}
