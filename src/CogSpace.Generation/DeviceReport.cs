using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>What a device computes in, measured once, so that a process without libtorch knows it too.</summary>
/// <param name="Device">"cpu" or "cuda:0".</param>
/// <param name="Types">The number type that a model computes in, by the type that it was trained in.</param>
public sealed record DeviceReport(string Device, IReadOnlyDictionary<ComputeType, ComputeType> Types)
{
    /// <summary>The number type that a model computes in. It is part of the result.</summary>
    public ComputeType TypeFor(ModelInfo model) => Types[model.Preset.Type];

    /// <exception cref="CogSpaceException">There is no such device, or it cannot be used.</exception>
    internal static DeviceReport Of(PipelineOptions options)
    {
        string device = ComputeChoice.Summarize(options).Device;
        return new DeviceReport(device, Enum.GetValues<ComputeType>().ToDictionary(type => type, Resolve));

        ComputeType Resolve(ComputeType trained) =>
            options.Resolved(new ModelPreset("", trained, default, Guidance: 0, Steps: 0)).Type;
    }

    /// <summary>Where and in what a model computes, with nothing left open.</summary>
    internal ComputeSummary Summarize(ModelPreset preset) => Types[preset.Type] switch
    {
        ComputeType.F32 => new ComputeSummary(Device, "float32", 4),
        ComputeType.F16 => new ComputeSummary(Device, "float16", 2),
        _ => new ComputeSummary(Device, "bfloat16", 2),
    };
}
