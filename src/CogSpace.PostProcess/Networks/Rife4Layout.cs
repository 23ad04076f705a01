namespace CogSpace.PostProcess.Networks;

/// <summary>How a RIFE 4 is built: it changed from version to version, and the shapes in the file tell which it is.</summary>
/// <param name="Version">"4.6", or the versions that are built alike, for people.</param>
/// <param name="Scales">By how much each block shrinks the pictures, the coarsest first.</param>
/// <param name="Widths">Channels of each block.</param>
/// <param name="Outputs">Channels that a block gives: four of flow, one of mask, and others.</param>
/// <param name="Features">Channels that the encoder makes of a frame; 0 without an encoder.</param>
/// <param name="Carried">Channels that a block hands on to the next.</param>
/// <remarks>Source: github.com/HolyWu/vs-rife, vsrife/IFNet_HDv3_v4_*.py.</remarks>
internal sealed record Rife4Layout(
    string Version, IReadOnlyList<int> Scales, IReadOnlyList<int> Widths, int Outputs, int Features, int Carried)
{
    public const int FlowAndMask = 5;
    public const string Works = "RIFE 4.5 to 4.26 and RIFE HDv3 work";

    private const int TwoFrames = 6, MostChannels = 1024;
    private static readonly int[] Four = [8, 4, 2, 1], Five = [16, 8, 4, 2, 1], FiveLite = [32, 16, 8, 4, 1];

    /// <summary>Before version 4.7 blocks see the frames alone, and each adds to the mask instead of replacing it.</summary>
    public bool HasEncoder => Features > 0;

    /// <summary>
    /// Channels of what a block is given: frames, features, the moment, and from the second block on mask, flow and what the
    /// one before hands on.
    /// </summary>
    public int Inputs(int block) => TwoFrames + 1 + (2 * Features) + (block == 0 ? 0 : FlowAndMask + Carried);

    public static bool Recognizes(NetworkWeights weights) =>
        weights.Has("block0.conv0.0.0.weight")
        && (weights.Has("block0.lastconv.0.weight") || weights.Has("block0.lastconv.weight"));

    /// <exception cref="ModelLoadException">It is of a version that is built in another way, or its shapes disagree.</exception>
    public static Rife4Layout Of(NetworkWeights weights)
    {
        if (weights.Has("block0.lastconv.weight"))
            throw new ModelLoadException(
                weights.Path,
                $"it is {(weights.Has("block3.lastconv.weight") ? "a RIFE 4.0 to 4.4" : "the RIFE of the paper (ECCV 2022)")}, " +
                $"which is built in another way; {Works}.");

        int blocks = Enumerable.Range(0, Five.Length + 1).First(block => !weights.Has($"block{block}.conv0.0.0.weight"));
        if (blocks < Four.Length)
            throw new ModelLoadException(
                weights.Path, $"it begins like a RIFE 4, but has {blocks} of the four or five blocks; the file is incomplete.");
        int[] widths = [.. Enumerable.Range(0, blocks).Select(block => Size(weights, $"block{block}.conv0.1.0.weight", 0))];
        int features = weights.Has("encode.0.weight") || weights.Has("encode.cnn0.weight")
            ? Size(weights, $"{Rife4Encoder.LastLayer(weights)}.weight", 1)
            : 0;
        int outputs = Size(weights, "block0.lastconv.0.weight", 1) / 4;
        var layout = new Rife4Layout("", Four, widths, outputs, features, Carried: 0);

        string second = "block1.conv0.0.0.weight";
        int carried = Size(weights, second, 1) - layout.Inputs(1);
        if (outputs < FlowAndMask || (carried != 0 && carried != outputs - FlowAndMask))
            throw new ModelLoadException(
                weights.Path,
                $"its names are those of RIFE {layout.Name(weights)}, but the tensor {second} takes " +
                $"{carried + layout.Inputs(1)} channels instead of {layout.Inputs(1)} or " +
                $"{layout.Inputs(1) + outputs - FlowAndMask}; {Works}.");
        layout = layout with { Carried = carried };
        return layout with { Version = layout.Name(weights), Scales = layout.ScalesOfBlocks() };
    }

    private int[] ScalesOfBlocks() => Widths.Count == Four.Length ? Four : IsLite ? FiveLite : Five;

    // The lite version of 4.25 differs from 4.25 in the width of its last block alone.
    private bool IsLite => Widths.Count == Five.Length ? Widths[^1] * 8 == Widths[0] : HasEncoder && Features <= 4;

    private string Name(NetworkWeights weights) => (Features, Carried, Widths.Count) switch
    {
        (0, _, _) => Outputs == FlowAndMask ? "4.5" : "4.6",
        (_, 0, _) when weights.Has("encode.1.weight") => "4.7 to 4.9",
        (_, 0, _) when weights.Has("encode.0.weight") => $"4.10 to 4.12{Lite}",
        (_, 0, _) => $"4.13 to 4.20 or 4.24{Lite}",
        (_, _, 4) => $"4.21 to 4.23{Lite}",
        _ => $"4.25 or 4.26{Lite}",
    };

    private string Lite => IsLite ? " (lite)" : "";

    private static int Size(NetworkWeights weights, string tensor, int axis)
    {
        var shape = weights.Shape(tensor) ?? throw new ModelLoadException(weights.Path, $"the tensor {tensor} is missing.");
        return shape.Count == 4 && shape[axis] is > 0 and <= MostChannels
            ? (int)shape[axis]
            : throw new ModelLoadException(
                weights.Path, $"the tensor {tensor} has the shape ({string.Join(", ", shape)}), which no RIFE has.");
    }
}
