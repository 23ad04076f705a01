using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Networks;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pairs of frames that follow each other: how alike they are, what is done, and the frames that are drawn.</summary>
/// <remarks>
/// The reference pairs the last frame with itself, replaces frames that do not move by what the network makes of them, and
/// squeezes the padding into the picture. Compared is what is right there: similarities, branches, drawn frames without padding.
/// </remarks>
internal static class InterpolatedSequence
{
    public static void Check(GoldenCase golden)
    {
        using var cache = new TemporaryFolder();
        using var network = FrameInterpolation.Open(golden, cache.FullPath);
        var (frames, expected) = (golden["in.frames"], golden["expect.frames"]);
        var pictures = Enumerable.Range(0, (int)frames.shape[0]).Select(i => GoldenPlanes.ToPlanes(frames[i])).ToList();
        var branches = golden.Expected.GetProperty("branches").EnumerateArray().Select(branch => branch.GetString()!).ToList();
        var similarities = golden.Expected.GetProperty("ssim_calls").EnumerateArray().Select(call => call.GetDouble()).ToList();
        bool isPadded = pictures[0].Width % network.Network.Multiple != 0 || pictures[0].Height % network.Network.Multiple != 0;
        Assert.Equal(pictures.Count, branches.Count);
        Assert.Equal(2 * pictures.Count, golden.Expected.GetProperty("count").GetInt32());

        int call = 0, compared = 0;
        for (int i = 0; i < pictures.Count; i++)
        {
            var pair = new FramePair(
                pictures[i], pictures[Math.Min(i + 1, pictures.Count - 1)], network.Network.Multiple, ChangeRule.Reference);
            Assert.Equal(similarities[call], pair.Similarity, 2e-3);
            Assert.Equal(ChangeOf(branches[i]), pair.Change);
            call += pair.Change == FrameChange.Same ? 2 : 1;       // the reference compares once more with what it replaced
            if (pair.Change != FrameChange.Motion || isPadded)
                continue;

            golden.AssertClose("expect.frames", 2 * i, GoldenPlanes.ToTensor(pictures[i])[0]);
            var middle = pair.Middle(network, CancellationToken.None);
            golden.AssertClose("expect.frames", (2 * i) + 1, GoldenPlanes.ToTensor(middle)[0]);
            compared++;
        }

        Assert.Equal(similarities.Count, call);
        if (isPadded)
            golden.PassOver("expect.frames", "the reference squeezes the padding into every frame");
        else
            Assert.True(compared > 0, "No frame was compared.");
    }

    private static FrameChange ChangeOf(string branch) => branch switch
    {
        "identical" => FrameChange.Same,
        "different" => FrameChange.Cut,
        "ordinary" => FrameChange.Motion,
        _ => throw new ArgumentException($"The reference has no branch \"{branch}\".", nameof(branch)),
    };
}
