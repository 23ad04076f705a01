namespace CogSpace;

/// <summary>The solvers that walk from noise to a clean video.</summary>
public enum SchedulerKind
{
    /// <summary>First order, deterministic.</summary>
    Ddim,

    /// <summary>Second order, draws new noise at every step.</summary>
    Dpm,
}
