namespace CogSpace.Training;

/// <summary>How the learning rate goes on after the warm-up.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays as it is.</summary>
    Constant,

    /// <summary>It falls in a straight line, to 0 after the last step.</summary>
    Linear,

    /// <summary>It falls slowly, then faster, then slowly, to 0 after the last step.</summary>
    Cosine,
}
