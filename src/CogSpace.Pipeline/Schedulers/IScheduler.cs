namespace CogSpace.Pipeline.Schedulers;

/// <summary>A way to walk from noise to a clean video.</summary>
internal interface IScheduler
{
    SchedulerKind Kind { get; }

    NoiseSchedule Schedule { get; }

    /// <summary>Whether the reference demo varies the guidance from step to step with this scheduler.</summary>
    bool PrefersDynamicGuidance { get; }

    /// <summary>Starts a run; what it remembers from step to step is its own.</summary>
    /// <param name="steps">Steps from pure noise to clean.</param>
    /// <param name="skip">Steps left out at the start, for a video that is not pure noise.</param>
    IDenoisingRun Start(int steps, int skip = 0);
}

/// <summary>One walk from noise to a clean video.</summary>
internal interface IDenoisingRun : IDisposable
{
    /// <summary>The timesteps at which the transformer is asked, from noise to clean.</summary>
    IReadOnlyList<int> Timesteps { get; }

    /// <summary>One step.</summary>
    /// <param name="index">Into <see cref="Timesteps"/>; steps are taken in order.</param>
    /// <param name="velocity">The transformer's prediction, float32.</param>
    /// <param name="sample">The latents at this timestep, in the computing type.</param>
    /// <param name="noise">Where the scheduler draws from, if it draws.</param>
    /// <returns>The latents at the next timestep and the clean latents that were predicted, float32.</returns>
    (Tensor Next, Tensor Clean) Step(int index, Tensor velocity, Tensor sample, NoiseSource noise);
}
