using CogSpace.Pipeline.Hardware;

namespace CogSpace.Pipeline;

/// <summary>Where a model would compute, and in what.</summary>
/// <param name="Device">"cpu" or "cuda:0".</param>
/// <param name="Type">"float32", "bfloat16" or "float16".</param>
/// <param name="BytesPerNumber">Of that type.</param>
public sealed record ComputeSummary(string Device, string Type, int BytesPerNumber)
{
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public static ComputeSummary Of(PipelineOptions options)
    {
        var place = ComputePlace.Choose(options);
        return new ComputeSummary(place.DeviceName, place.TypeName, place.Type == ScalarType.Float32 ? 4 : 2);
    }
}
