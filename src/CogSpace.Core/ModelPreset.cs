namespace CogSpace;

/// <summary>
/// What the makers of a published model recommend for it. Which model it is, its config.json says, never its name.
/// </summary>
/// <param name="Variant">As the model is called in publications: "CogVideoX-5B-I2V".</param>
/// <param name="Type">The number type that it was trained in.</param>
/// <param name="Scheduler">The solver.</param>
/// <param name="Guidance">How strongly the prompt is followed.</param>
/// <param name="Steps">Denoising steps.</param>
/// <remarks>Source: the model cards of CogVideoX and CogVideoX1.5; CogVideo inference/cli_demo.py.</remarks>
public sealed record ModelPreset(string Variant, ComputeType Type, SchedulerKind Scheduler, double Guidance, int Steps)
{
    /// <summary>The guidance of every published model.</summary>
    public const double UsualGuidance = 6;

    /// <summary>The steps of every published model.</summary>
    public const int UsualSteps = 50;
}
