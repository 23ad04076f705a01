using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>Pictures with more pixels: as the network gives them, clamped, and blended from tiles.</summary>
internal static class SuperResolution
{
    // What the demo takes where nothing else is said.
    private static readonly int[] DefaultTile = [512, 32];

    public static void Check(GoldenCase golden)
    {
        using var cache = new TemporaryFolder();
        bool half = golden.Type == ScalarType.Float16;
        var options = new NetworkOptions { Device = "cpu", Half = half, CacheFolder = cache.FullPath, Threads = 1 };
        using var network = NetworkSession.Open(golden.Model("weights"), options);
        Assert.Equal(golden.Parameters.GetProperty("scale").GetInt32(), network.Network.Scale);
        var wanted = golden.Parameters.GetProperty("do").EnumerateArray().Select(what => what.GetString()!).ToList();
        var pictures = GoldenPlanes.Inputs(golden, "in.").ToList();
        Assert.True(wanted.Count > 0 && pictures.Count > 0, "The case proves nothing.");

        var tiles = new TiledNetwork(network);
        foreach (string picture in pictures)
        {
            var source = GoldenPlanes.ToPlanes(golden[$"in.{picture}"]);
            foreach (string what in wanted)
            {
                switch (what)
                {
                    case "raw":
                        Compare($"expect.raw_{picture}", network.Run([source], CancellationToken.None));
                        break;
                    case "whole":
                        Compare($"expect.whole_{picture}", tiles.Upscale(source, CancellationToken.None));
                        break;
                    case "tiled":
                        var tile = golden.Parameters.GetProperty("tile").EnumerateArray();
                        CompareTiled($"expect.tiled_{picture}", source, [.. tile.Select(number => number.GetInt32())]);
                        break;
                    case "default":
                        CompareTiled($"expect.tiled_default_{picture}", source, DefaultTile);
                        break;
                    default:
                        Assert.Fail($"The case asks for \"{what}\", which is not checked.");
                        break;
                }
            }

            void CompareTiled(string name, Planes source, int[] tile)
            {
                var plan = TilePlan.Of(source.Width, source.Height, tile[0], tile[1]);
                Assert.Equal(golden.Expected.GetProperty("steps").GetProperty(picture).GetInt32(), plan.Count);
                Compare(name, tiles.Run(source, plan, tile[1], tileDone: null, CancellationToken.None));
            }

            void Compare(string name, Planes result) => golden.AssertClose(name, GoldenPlanes.ToTensor(result));
        }
    }
}
