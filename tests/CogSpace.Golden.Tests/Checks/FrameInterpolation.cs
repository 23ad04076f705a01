using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>The frame between two frames, drawn by the network: the whole padded picture.</summary>
internal static class FrameInterpolation
{
    public static void Check(GoldenCase golden)
    {
        using var cache = new TemporaryFolder();
        using var network = Open(golden, cache.FullPath);
        Assert.Equal(NetworkKind.Interpolation, network.Network.Kind);
        var pairs = golden.Parameters.GetProperty("pairs").EnumerateArray().Select(pair => pair.GetString()!).ToList();
        Assert.NotEmpty(pairs);
        foreach (string pair in pairs)
        {
            var first = GoldenPlanes.ToPlanes(golden[$"in.img0_{pair}"]);
            var second = GoldenPlanes.ToPlanes(golden[$"in.img1_{pair}"]);
            Planes padded = first.PadBlack(network.Network.Multiple), other = second.PadBlack(network.Network.Multiple);
            int[] padding = [0, padded.Width - first.Width, 0, padded.Height - first.Height];
            var expected = golden.Expected.GetProperty("padding").GetProperty(pair);
            Assert.Equal(expected.EnumerateArray().Select(side => side.GetInt32()), padding);

            var middle = network.Run([padded, other], CancellationToken.None);
            golden.AssertClose($"expect.middle_{pair}", GoldenPlanes.ToTensor(middle));
        }
    }

    public static NetworkSession Open(GoldenCase golden, string cacheFolder)
    {
        string folder = golden.Model("rife");
        string file = Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.pkl").Single() : folder;
        var options = new NetworkOptions { Device = "cpu", Half = false, CacheFolder = cacheFolder, Threads = 1 };
        return NetworkSession.Open(file, options);
    }
}
