using CogSpace.Pipeline.Hardware;

namespace CogSpace.Pipeline;

/// <summary>What options that leave something open come to on this machine.</summary>
public static class ComputeChoice
{
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public static ComputeSummary Summarize(PipelineOptions options)
    {
        var place = ComputePlace.Choose(options);
        return new ComputeSummary(place.DeviceName, place.TypeName, place.Type == ScalarType.Float32 ? 4 : 2);
    }

    /// <summary>
    /// With a number type, where that was left open: on a GPU the model's own, on a CPU the faster one, or the model's own
    /// where they are about as fast.
    /// </summary>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public static PipelineOptions Resolved(this PipelineOptions options, ModelPreset preset) =>
        options.Type != ComputeType.Auto ? options : options with
        {
            Type = ComputePlace.Choose(options).IsGpu ? preset.Type : ProductSpeed.Faster(preset.Type),
        };
}
