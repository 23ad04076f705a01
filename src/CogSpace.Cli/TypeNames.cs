namespace CogSpace.Cli;

/// <summary>Number types as they are written on the command line.</summary>
internal static class TypeNames
{
    public static ComputeType Parse(string text, Action<string> fail)
    {
        switch (text)
        {
            case "auto":
                return ComputeType.Auto;
            case "float32" or "fp32":
                return ComputeType.F32;
            case "bfloat16" or "bf16":
                return ComputeType.BF16;
            case "float16" or "fp16":
                return ComputeType.F16;
            default:
                fail($"\"{text}\" is not a valid number type: use auto, float32, bfloat16 or float16.");
                return ComputeType.Auto;
        }
    }
}
