using CogSpace.Pipeline;

namespace CogSpace.Verification;

/// <summary>Where and in which numbers cases are computed.</summary>
public sealed record GoldenOptions
{
    /// <summary>"cpu", "cuda" or "cuda:n".</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Auto: each case in its own type, and networks that the reference computed in float32 in bfloat16 too. Else in this type alone, where a case says how close that must come.</summary>
    public ComputeType Type { get; init; }
}
