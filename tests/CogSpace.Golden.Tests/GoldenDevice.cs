using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;

namespace CogSpace.Golden.Tests;

/// <summary>The device that networks are computed on.</summary>
internal static class GoldenDevice
{
    public const string Variable = "COGSPACE_DEVICE";

    /// <summary>The device that COGSPACE_DEVICE names: auto, cpu, cuda or cuda:n; cpu where it names none.</summary>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public static Device Choose()
    {
        string name = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named ? named : "cpu";
        var place = ComputePlace.Choose(new PipelineOptions { Device = name });
        // TF32 keeps ten bits of a fraction: its rounding would look like an error in float32.
        (backends.cuda.matmul.allow_tf32, backends.cudnn.allow_tf32) = (false, false);
        return place.Device;
    }
}
