using System.Globalization;
using System.Text.RegularExpressions;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Conversion;

/// <summary>A LoRA out of a SAT checkpoint, under the names of diffusers.</summary>
/// <remarks>
/// Source: CogVideo tools/export_sat_lora_weight.py. Instead of 240 tensors, which is one size of model, every half must have
/// its other.
/// </remarks>
internal static partial class SatLora
{
    /// <exception cref="ModelLoadException">There is no LoRA in it, or one with halves missing.</exception>
    public static List<TensorSource> Convert(ITensorFile file)
    {
        var tensors = new SortedDictionary<string, TensorSource>(StringComparer.Ordinal);
        foreach (string name in file.Tensors.Keys)
        {
            if (Matrix().Match(name) is not { Success: true } match)
                continue;                                                    // the frozen weights beside it
            string letter = match.Groups["half"].Value;
            string layer =
                match.Groups["layer"].Value == "dense"
                    ? "to_out.0"
                    : LetterOf(int.Parse(match.Groups["index"].Value, CultureInfo.InvariantCulture));
            string newName = $"transformer.transformer_blocks.{match.Groups["n"].Value}.attn1.{layer}.lora_{letter}.weight";
            tensors.Add(newName, TensorSource.Of(file, name) with { Name = newName });
        }

        if (tensors.Count == 0)
            throw new ModelLoadException(
                file.Path, "it has no LoRA of SAT in it (no tensor attention.query_key_value.matrix_A.0 and the like).");
        foreach (string name in tensors.Keys)
        {
            string other = name.Contains("lora_A", StringComparison.Ordinal)
                ? name.Replace("lora_A", "lora_B", StringComparison.Ordinal)
                : name.Replace("lora_B", "lora_A", StringComparison.Ordinal);
            if (!tensors.ContainsKey(other))
                throw new ModelLoadException(file.Path, $"the half that becomes {other} is missing.");
        }

        return [.. tensors.Values];
    }

    private static string LetterOf(int matrix) => matrix switch { 0 => "to_q", 1 => "to_k", _ => "to_v" };

    [GeneratedRegex(
        @"^model\.diffusion_model\.transformer\.layers\.(?<n>[0-9]+)\.attention\.(?:(?<layer>query_key_value)\.matrix_(?<half>[AB])\.(?<index>[012])|(?<layer>dense)\.matrix_(?<half>[AB])\.0)\z"
    )]
    private static partial Regex Matrix();
}
