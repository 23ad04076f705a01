using System.CommandLine;

namespace CogSpace.Cli.Convert;

/// <summary>cogspace convert: weights from one layout into another.</summary>
internal static class ConvertCommand
{
    public static Command Create() => new("convert", "Brings weights from one layout into another: sat, lora, safetensors, onnx.")
    {
        ConvertSatCommand.Create(),
        ConvertLoraCommand.Create(),
        ConvertSafetensorsCommand.Create(),
        ConvertOnnxCommand.Create(),
    };
}
