using CogSpace.Weights;

namespace CogSpace.Cli.Convert;

/// <summary>Number types of weights as they are written on the command line.</summary>
internal static class WeightTypes
{
    /// <returns>Null: they stay as they are.</returns>
    public static ElementType? Parse(string text, Action<string> fail)
    {
        switch (text)
        {
            case "keep":
                return null;
            case "float32" or "fp32":
                return ElementType.F32;
            case "bfloat16" or "bf16":
                return ElementType.BF16;
            case "float16" or "fp16":
                return ElementType.F16;
            default:
                fail($"\"{text}\" is not a valid number type: use keep, float32, bfloat16 or float16.");
                return null;
        }
    }
}
