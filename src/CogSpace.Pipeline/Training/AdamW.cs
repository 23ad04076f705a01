using CogSpace.Training;

namespace CogSpace.Pipeline.Training;

/// <summary>Adam with weight decay that does not go through the moments.</summary>
/// <remarks>
/// Source: arXiv:1711.05101, algorithm 2; torch.optim.AdamW, whose order of operations this keeps.
/// </remarks>
internal sealed class AdamW : IDisposable
{
    private readonly double _beta1, _beta2, _epsilon, _weightDecay;

    public AdamW(IReadOnlyList<Parameter> parameters, TrainingOptions options)
    {
        (_beta1, _beta2, _epsilon, _weightDecay) = (options.Beta1, options.Beta2, options.Epsilon, options.WeightDecay);
        States = [.. parameters.Select(parameter => new Moments(parameter))];
    }

    /// <summary>Steps that were made.</summary>
    public int Steps { get; set; }

    public IReadOnlyList<Moments> States { get; }

    /// <summary>Moves every parameter that has a gradient, and lets the network compute with the result.</summary>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="gradientFactor">What gradients are multiplied by first, because they are too large together.</param>
    public void Step(double learningRate, double gradientFactor)
    {
        Steps++;
        using var still = no_grad();
        foreach (var state in States)
        {
            if (state.Parameter.Gradient is not { } gradient)
                continue;
            using var scope = NewDisposeScope();
            Move(state, gradientFactor == 1 ? gradient : gradient.Times(gradientFactor), learningRate);
            state.Parameter.Publish();
        }
    }

    public void Dispose()
    {
        foreach (var state in States)
            state.Dispose();
    }

    private void Move(Moments state, Tensor gradient, double learningRate)
    {
        using Scalar keep = (1 - (learningRate * _weightDecay)).ToScalar(), fresh = (1 - _beta1).ToScalar(),
            old = _beta2.ToScalar(), fresh2 = (1 - _beta2).ToScalar(), epsilon = _epsilon.ToScalar(),
            root = Math.Sqrt(1 - Math.Pow(_beta2, Steps)).ToScalar(),
            move = (-learningRate / (1 - Math.Pow(_beta1, Steps))).ToScalar();
        state.Parameter.Master.mul_(keep);
        state.Mean.add_(gradient - state.Mean, fresh);
        state.Square.mul_(old).addcmul_(gradient, gradient, fresh2);
        var size = state.Square.sqrt().div_(root).add_(epsilon);
        state.Parameter.Master.addcdiv_(state.Mean, size, move);
    }

    /// <summary>What the optimizer remembers of a parameter's gradients.</summary>
    internal sealed class Moments(Parameter parameter) : IDisposable
    {
        public Parameter Parameter => parameter;

        /// <summary>Their mean, with older ones counting less.</summary>
        public Tensor Mean { get; } = Empty(parameter);

        /// <summary>The mean of their squares.</summary>
        public Tensor Square { get; } = Empty(parameter);

        public void Dispose()
        {
            Mean.Dispose();
            Square.Dispose();
        }

        private static Tensor Empty(Parameter parameter)
        {
            using var scope = NewDisposeScope();
            var like = parameter.Master;
            return scope.Detach(zeros(like.shape, dtype: like.dtype, device: like.device));
        }
    }
}
