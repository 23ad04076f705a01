namespace CogSpace.PostProcess.Networks;

/// <summary>Pictures were too large for the memory that there is.</summary>
internal sealed class NetworkMemoryException(Planes picture, Exception inner)
    : CogSpaceException(
        $"There is not enough memory to compute with a picture of {picture.Width} x {picture.Height} pixels.", inner);
