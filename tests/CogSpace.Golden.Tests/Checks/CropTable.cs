using System.Text.Json;
using CogSpace.PostProcess.Media.Resampling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Which frames of a video are taken, and which part of them is kept.</summary>
internal static class CropTable
{
    // What the demo asks for.
    private const double FramesPerSecond = 8;
    private const int Frames = 49;

    public static void Check(GoldenCase golden)
    {
        int sizes = 0, samplings = 0;
        foreach (var row in golden.Expected.GetProperty("rows").EnumerateArray())
        {
            sizes += CheckCrop(row) ? 1 : 0;
            samplings += CheckSampling(row) ? 1 : 0;
        }

        Assert.True(sizes > 0 && samplings > 0, "The table proves nothing.");
    }

    // False where the reference makes a picture one pixel wide or high, or none at all: then only the size must be right.
    private static bool CheckCrop(JsonElement row)
    {
        var (width, height) = (row.GetProperty("width").GetInt32(), row.GetProperty("height").GetInt32());
        int[] target = Integers(row.GetProperty("writer").GetProperty("size"));
        var cover = Covering.Of(width, height, Crop.Centred, target[0], target[1]);
        var window = cover.Window;

        Assert.Equal((target[0], target[1]), (window.Width, window.Height));
        Assert.InRange(window.Left, 0, cover.Width - window.Width);
        Assert.InRange(window.Top, 0, cover.Height - window.Height);
        int[] scaled = row.GetProperty("inter").ValueKind == JsonValueKind.Null ? [0, 0] : Integers(row.GetProperty("inter"));
        if (scaled[0] < target[0] || scaled[1] < target[1])
            return false;

        Assert.Equal((scaled[0], scaled[1]), (cover.Width, cover.Height));
        int[] box = [window.Left, window.Top, window.Left + window.Width, window.Top + window.Height];
        Assert.Equal(Integers(row.GetProperty("crop_box")), box);
        return true;
    }

    // False where there is no rate: such a video is refused before.
    private static bool CheckSampling(JsonElement row)
    {
        double rate = row.GetProperty("orig_fps").GetDouble();
        if (rate == 0)
            return false;

        int Get(string name) => row.GetProperty(name).GetInt32();
        var video = new VideoInfo(Get("width"), Get("height"), Get("total_frames"), rate);
        // Fewer frames can be read than the header says: the reference takes what comes.
        int readable = row.GetProperty("readable_frames") is { ValueKind: JsonValueKind.Number } number
            ? number.GetInt32()
            : int.MaxValue;
        var chosen = FrameSampling.Choose(video, FramesPerSecond, Frames).Indices;
        Assert.Equal(Integers(row.GetProperty("indices")), chosen.Where(index => index < readable));
        return true;
    }

    private static int[] Integers(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetInt32())];
}
