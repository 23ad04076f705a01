using System.Text.Json.Serialization;
using CogSpace.Pipeline;

namespace CogSpace.Benchmarks.Networks;

/// <summary>What to time: a network of a published size with random weights.</summary>
internal sealed record SpeedRequest
{
    private const int FramesPerLatent = 4;

    public SpeedWork Work { get; init; }

    public ModelSize Size { get; init; } = ModelSize.FiveB;

    /// <summary>Blocks of the transformer or the text encoder; null: as many as the published model has.</summary>
    public int? Blocks { get; init; }

    /// <summary>4k + 1.</summary>
    public int Frames { get; init; } = 49;

    /// <summary>In pixels, a multiple of 16.</summary>
    public int Width { get; init; } = 720;

    /// <summary>In pixels, a multiple of 16.</summary>
    public int Height { get; init; } = 480;

    public string Device { get; init; } = "cpu";

    public ComputeType Type { get; init; }

    /// <summary>Timed runs.</summary>
    public int Rounds { get; init; } = 3;

    /// <summary>Whether one more run goes before them, untimed.</summary>
    public bool WarmUp { get; init; } = true;

    [JsonIgnore]
    public int LatentFrames => ((Frames - 1) / FramesPerLatent) + 1;
}
