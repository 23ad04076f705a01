namespace CogSpace;

/// <summary>The number type that the networks compute in.</summary>
public enum ComputeType
{
    /// <summary>What the machine computes faster, or the model recommends.</summary>
    Auto,
    F32,
    BF16,
    F16,
}
