using System.Text.Json.Nodes;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>Writes a LoRA as diffusers loads it.</summary>
/// <remarks>
/// Source: diffusers lora_base.py, save_lora_weights, which keeps the adapter's config in the header under
/// lora_adapter_metadata.
/// </remarks>
internal static class TrainedLora
{
    public const string FileName = "pytorch_lora_weights.safetensors";

    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="parameters">Of the LoRA, by the names of their layers.</param>
    /// <param name="options">Rank, alpha and targets.</param>
    /// <param name="identity">What it was trained with, which is noted.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public static void Write(
        string path, IReadOnlyList<Parameter> parameters, LoraOptions options, TrainingIdentity identity) =>
        SafetensorsWriter.WriteEach(
            path,
            [.. parameters.Select(parameter => TrainedTensors.Source($"transformer.{parameter.Name}", parameter.Master))],
            new Dictionary<string, string>
            {
                ["format"] = "pt",
                ["lora_adapter_metadata"] = Config(options).ToJsonString(),
                ["cogspace_training"] = identity.Json,
            },
            isDurable: true);

    private static JsonObject Config(LoraOptions options) => new()
    {
        ["transformer.r"] = options.Rank,
        ["transformer.lora_alpha"] = options.Alpha,
        ["transformer.target_modules"] = new JsonArray([.. options.Targets.Select(target => JsonValue.Create(target))]),
        ["transformer.bias"] = "none",
        ["transformer.init_lora_weights"] = true,
        ["transformer.lora_dropout"] = 0.0,
    };
}
