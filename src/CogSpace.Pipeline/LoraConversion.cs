using System.Text.Json.Nodes;
using CogSpace.Pipeline.Conversion;
using CogSpace.Weights;

namespace CogSpace.Pipeline;

/// <summary>Brings a LoRA that was trained with SAT into the layout of diffusers.</summary>
public static class LoraConversion
{
    /// <param name="input">A SAT checkpoint with a LoRA in it.</param>
    /// <param name="output">The safetensors file to write.</param>
    /// <param name="alpha">
    /// SAT scales by alpha / rank, and its alpha is not in the file: noted in the header if it is given, as newer diffusers
    /// do. Null: the LoRA counts fully unless its user scales it.
    /// </param>
    /// <param name="cancel">Looked at between tensors.</param>
    /// <returns>How many tensors were written.</returns>
    /// <exception cref="CogSpaceException">The input has no LoRA or the output cannot be written.</exception>
    public static int Convert(string input, string output, double? alpha = null, CancellationToken cancel = default)
    {
        using var file = UnprefixedFile.Of(TensorFile.Open(input), SatTransformer.Recognizes);
        SafetensorsConversion.RefuseSameFile(input, output);
        var tensors = SatLora.Convert(file);
        var notes = new Dictionary<string, string> { ["format"] = "pt" };
        if (alpha is { } value)
        {
            if (!double.IsFinite(value))
                throw new InvalidRequestException("An alpha is a number, usually 1.");
            notes["lora_adapter_metadata"] = new JsonObject
            {
                ["transformer.lora_alpha"] = value,
                ["transformer.r"] = tensors[0].Shape[0],
            }.ToJsonString();
        }

        SafetensorsWriter.WriteEach(output, tensors, notes, cancel: cancel);
        return tensors.Count;
    }
}
