namespace CogSpace.Pipeline.Layers;

/// <summary>
/// Whether a gradient is asked for of what a layer computes. Then nothing may be overwritten, because the way back needs it;
/// otherwise layers work in place and in pieces, which takes less memory and gives the same numbers.
/// </summary>
/// <remarks>Only training asks for gradients. Without it, no tensor requires one and the answer is always no.</remarks>
internal static class Gradients
{
    public static bool Need(Tensor x) => x.requires_grad;

    public static bool Need(Tensor x, Tensor? y) => x.requires_grad || y is { requires_grad: true };
}
