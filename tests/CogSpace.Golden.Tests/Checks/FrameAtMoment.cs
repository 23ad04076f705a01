using System.Globalization;
using CogSpace.PostProcess.Interpolation;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>The frames of RIFE 4 at several moments between two frames, of sizes that are padded and that are not.</summary>
internal static class FrameAtMoment
{
    public static void Check(GoldenCase golden)
    {
        using var cache = new TemporaryFolder();
        using var network = FrameInterpolation.Open(golden, cache.FullPath);
        string version = golden.Parameters.GetProperty("version").GetString()!;
        Assert.Contains($"RIFE {Family(version)}", network.Network.Description, StringComparison.Ordinal);
        var pairs = golden.Parameters.GetProperty("pairs").EnumerateArray().Select(pair => pair.GetString()!).ToList();
        var moments = golden.Parameters.GetProperty("timesteps").EnumerateArray().Select(moment => moment.GetSingle()).ToList();
        Assert.True(pairs.Count > 0 && moments.Count > 0, "The case proves nothing.");
        foreach (string pair in pairs)
        {
            var frames = new FramePair(
                GoldenPlanes.ToPlanes(golden[$"in.img0_{pair}"]), GoldenPlanes.ToPlanes(golden[$"in.img1_{pair}"]),
                network.Network.Multiple);
            foreach (float moment in moments)
            {
                var drawn = frames.At(moment, network, CancellationToken.None);
                string name = string.Create(CultureInfo.InvariantCulture, $"expect.frame_{pair}_{moment}");
                golden.AssertClose(name, GoldenPlanes.ToTensor(drawn));
            }
        }
    }

    // The case of one version stands for all that are built alike.
    private static string Family(string version) => version switch
    {
        "4.7" => "4.7 to 4.9",
        "4.17" => "4.13 to 4.20",
        "4.25" or "4.26" => "4.25 or 4.26",
        _ => version,
    };
}
