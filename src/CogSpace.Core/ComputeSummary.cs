namespace CogSpace;

/// <summary>Where a model would compute, and in what.</summary>
/// <param name="Device">"cpu" or "cuda:0".</param>
/// <param name="Type">"float32", "bfloat16" or "float16".</param>
/// <param name="BytesPerNumber">Of that type.</param>
public sealed record ComputeSummary(string Device, string Type, int BytesPerNumber);
