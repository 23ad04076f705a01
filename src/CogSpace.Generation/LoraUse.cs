using CogSpace.Weights;

namespace CogSpace.Generation;

/// <summary>A LoRA that had a part in a video, so that it can be found again wherever it lies.</summary>
/// <param name="File">Its name, without the folder.</param>
/// <param name="Scale">How strongly it counted.</param>
/// <param name="Sha256">Of the file, in hexadecimal digits.</param>
public sealed record LoraUse(string File, double Scale, string Sha256)
{
    /// <returns>Null where the request has none.</returns>
    public static async Task<IReadOnlyList<LoraUse>?> OfAsync(GenerationRequest request, CancellationToken cancel)
    {
        if (request.Loras is not { Count: > 0 } loras)
            return null;
        var uses = new List<LoraUse>();
        foreach (var lora in loras)
        {
            string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(lora.Path));
            uses.Add(new LoraUse(name, lora.Scale, await FileHash.OfAsync(AdapterFolder.WeightsOf(lora.Path), cancel)));
        }

        return uses;
    }
}
