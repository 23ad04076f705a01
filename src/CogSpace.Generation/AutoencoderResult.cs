namespace CogSpace.Generation;

/// <summary>What an autoencoder did.</summary>
/// <param name="File">What was written.</param>
/// <param name="Frames">How many it stands for.</param>
/// <param name="Width">Of each, in pixels.</param>
/// <param name="Height">Of each, in pixels.</param>
/// <param name="Type">The number type that was computed in.</param>
/// <param name="Device">Where.</param>
/// <param name="Notes">What the person should know, a sentence each.</param>
/// <param name="Seconds">Time spent in each stage.</param>
/// <param name="Decibels">How close what came out is to what went in; null: only one of them was seen.</param>
public sealed record AutoencoderResult(
    string File, int Frames, int Width, int Height, string Type, string Device,
    IReadOnlyList<string> Notes, IReadOnlyDictionary<GenerationStage, double> Seconds, double? Decibels = null);
