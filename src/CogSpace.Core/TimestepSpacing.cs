namespace CogSpace;

/// <summary>How the steps of a run are spread over the timesteps that a model was trained on.</summary>
/// <remarks>Source: arXiv:2305.08891, table 2.</remarks>
public enum TimestepSpacing
{
    /// <summary>Evenly, from the last timestep down.</summary>
    Trailing,

    /// <summary>Evenly, from the first timestep up.</summary>
    Leading,

    /// <summary>Evenly, with the first and the last.</summary>
    Linspace,
}
