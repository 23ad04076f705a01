namespace CogSpace.Pipeline.Schedulers;

/// <summary>How strongly the prompt is followed at each step.</summary>
/// <param name="Scale">The strength that was asked for.</param>
/// <param name="Dynamic">Whether it varies from step to step.</param>
/// <param name="Steps">Steps of the run.</param>
/// <remarks>Source: classifier-free guidance, arXiv:2207.12598; diffusers pipeline_cogvideox.py, use_dynamic_cfg.</remarks>
internal sealed record Guidance(double Scale, bool Dynamic, int Steps)
{
    /// <summary>At 1 and below the unguided prediction is not even computed.</summary>
    public bool Enabled => Scale > 1;

    /// <summary>
    /// The strength at a timestep. The reference puts the timestep (0 to 999), not the step, into the formula; so it swings
    /// between 1 and 1 + Scale.
    /// </summary>
    public double At(int timestep) => Dynamic
        ? 1 + (Scale * ((1 - Math.Cos(Math.PI * Math.Pow((double)(Steps - timestep) / Steps, 5))) / 2))
        : Scale;

    /// <summary>Leads the prediction away from the unguided one.</summary>
    /// <param name="velocity">(2B, ...), the unguided half first; without guidance (B, ...).</param>
    /// <param name="timestep">At which it was predicted.</param>
    /// <returns>(B, ...)</returns>
    public Tensor Apply(Tensor velocity, int timestep)
    {
        if (!Enabled)
            return velocity;
        using var scope = NewDisposeScope();
        var halves = velocity.chunk(2);
        return scope.MoveToOuter(halves[0].Plus((halves[1] - halves[0]).Times(At(timestep))));
    }
}
