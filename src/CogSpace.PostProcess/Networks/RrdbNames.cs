using System.Globalization;
using System.Text.RegularExpressions;

namespace CogSpace.PostProcess.Networks;

/// <summary>What the layers of an RRDBNet are called in a file: the same network has had three sets of names.</summary>
/// <param name="First">From the picture to features.</param>
/// <param name="Body">Convolution j of dense block k of block i, counted from 0, 1 and 1.</param>
/// <param name="AfterBody">Ends the residual branch.</param>
/// <param name="Upward">One after each doubling.</param>
/// <param name="Full">At full size.</param>
/// <param name="Last">From features to the picture.</param>
internal sealed partial record RrdbNames(
    string First, Func<int, int, int, string> Body, string AfterBody, IReadOnlyList<string> Upward, string Full, string Last)
{
    private const string BasicSr = "body.0.rdb1.conv1.weight";              // Real-ESRGAN too
    private const string Bsrgan = "RRDB_trunk.0.RDB1.conv1.weight";
    private const string Esrgan2018 = "model.1.sub.0.RDB1.conv1.0.weight";

    /// <summary>Whether a file uses one of the sets of names.</summary>
    public static bool IsRrdb(NetworkWeights weights) =>
        weights.Has(BasicSr) || weights.Has(Bsrgan) || weights.Has(Esrgan2018);

    /// <summary>The set of names that a file uses; null: it is of no RRDBNet.</summary>
    public static RrdbNames? Of(NetworkWeights weights)
    {
        if (weights.Has(BasicSr))
            return new(
                "conv_first", (i, k, j) => $"body.{i}.rdb{k}.conv{j}", "conv_body", Present(weights, "conv_up1", "conv_up2"),
                "conv_hr", "conv_last");
        if (weights.Has(Bsrgan))
            return new(
                "conv_first", (i, k, j) => $"RRDB_trunk.{i}.RDB{k}.conv{j}", "trunk_conv",
                Present(weights, "upconv1", "upconv2"), "HRconv", "conv_last");
        return weights.Has(Esrgan2018) ? Numbered(weights) : null;
    }

    /// <summary>How many blocks there are.</summary>
    public int Blocks(NetworkWeights weights)
    {
        int count = 0;
        while (weights.Has($"{Body(count, 1, 1)}.weight"))
            count++;
        return count;
    }

    // ESRGAN of 2018 numbers its layers: what comes after the body is, in this order, the doublings, one at full size and the
    // last.
    private static RrdbNames Numbered(NetworkWeights weights)
    {
        var tail = weights
            .Names.Select(name => NumberedLayer().Match(name))
            .Where(match => match.Success)
            .Select(match => int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            .Where(number => number > 1)
            .Order()
            .Select(number => $"model.{number}")
            .ToList();
        if (tail.Count < 2)
            throw new ModelLoadException(
                weights.Path, "it begins like an ESRGAN of 2018, but the layers after its body are missing.");
        int blocks = 0;
        while (weights.Has($"model.1.sub.{blocks}.RDB1.conv1.0.weight"))
            blocks++;
        return new(
            "model.0", (i, k, j) => $"model.1.sub.{i}.RDB{k}.conv{j}.0", $"model.1.sub.{blocks}", tail[..^2], tail[^2],
            tail[^1]);
    }

    private static List<string> Present(NetworkWeights weights, params string[] layers) =>
        [.. layers.Where(layer => weights.Has($"{layer}.weight"))];

    [GeneratedRegex(@"^model\.(\d{1,3})\.weight$")]
    private static partial Regex NumberedLayer();
}
