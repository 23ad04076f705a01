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
            uses.Add(new LoraUse(Path.GetFileName(lora.Path), lora.Scale, await FileHash.OfAsync(lora.Path, cancel)));
        return uses;
    }
}
