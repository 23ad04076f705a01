using System.Text.Json.Serialization;

namespace CogSpace.Generation;

/// <summary>What changed the frames of a video after they were made, so that it can be found again wherever it lies.</summary>
/// <param name="File">The name of the weights, without the folder; "lanczos" where no network was used.</param>
/// <param name="Factor">Pixels of the result for each pixel in one direction, or frames for each frame.</param>
/// <param name="Sha256">Of the file, in hexadecimal digits; null where there is none.</param>
public sealed record AppliedNetwork(string File, int Factor, string? Sha256)
{
    /// <summary>What <see cref="File"/> is for the upscaler that needs no weights.</summary>
    public const string Lanczos = "lanczos";

    /// <summary>As a request asks for it where the same weights are installed.</summary>
    [JsonIgnore]
    public string Name =>
        File == Lanczos
            ? PostProcessor.WithoutNetwork.FirstOrDefault(one => one.Scale == Factor).Name ?? Lanczos
            : Path.GetFileNameWithoutExtension(File);

    internal static async Task<AppliedNetwork> OfAsync(FilterStep step, CancellationToken cancel) => step.WeightsFile is { } file
        ? new AppliedNetwork(Path.GetFileName(file), step.Factor, await FileHash.OfAsync(file, cancel))
        : new AppliedNetwork(Lanczos, step.Factor, null);
}
