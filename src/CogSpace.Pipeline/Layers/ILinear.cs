namespace CogSpace.Pipeline.Layers;

/// <summary>A learned linear map over the last axis. How its weights are kept is its own affair.</summary>
internal interface ILinear
{
    // x (..., inputs) -> (..., outputs)
    Tensor Forward(Tensor x);
}
