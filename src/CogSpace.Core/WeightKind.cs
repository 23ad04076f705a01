namespace CogSpace;

/// <summary>How the matrices of a network's repeated layers are kept; what they are computed in is another matter.</summary>
public enum WeightKind
{
    /// <summary>In the type that is computed in.</summary>
    Auto,

    /// <summary>
    /// bfloat16, widened for each use where another type is computed in: no other result, if the model's files are bfloat16.
    /// </summary>
    BF16,

    /// <summary>8-bit integers and a scale for each output: half of bfloat16, with an error of its own.</summary>
    I8,
}
