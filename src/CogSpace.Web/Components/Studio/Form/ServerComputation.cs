using CogSpace.Generation;
using CogSpace.Web.Models;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>In which numbers this server computes, compared with how a video was computed elsewhere.</summary>
internal sealed class ServerComputation(ModelMenu models, IVideoMaker maker, IOptions<ModelsOptions> options)
{
    /// <param name="computed">How the video was computed.</param>
    /// <param name="model">A model on offer.</param>
    /// <returns>Why the video will not be the same here, a sentence; null where it will be.</returns>
    public string? DifferenceTo(Computation computed, string model)
    {
        try
        {
            if (maker.Device is not { } device)
                return null;       // not known yet
            string type = NameOf(device.TypeFor(models.Find(model)));
            string own = Words(type, NameOf(options.Value.Weights, type)), other = Words(computed.Type, computed.Weights);
            if (own != other)
                return $"It was computed in {other} and this server computes in {own}, so it will differ a little.";
            return computed.Tiled
                ? "Its pictures were cut into tiles to save memory. Where that is not needed, it will differ a little."
                : null;
        }
        catch (CogSpaceException)
        {
            return null;       // asking for the video says why
        }
    }

    private static string Words(string type, string? weights) => weights is null ? type : $"{type} with weights in {weights}";

    private static string NameOf(ComputeType type) => type switch
    {
        ComputeType.BF16 => "bfloat16",
        ComputeType.F16 => "float16",
        _ => "float32",
    };

    // As a recipe says it: null where weights are kept in the number type.
    private static string? NameOf(WeightKind weights, string type) => weights switch
    {
        WeightKind.I8 => "int8",
        WeightKind.BF16 when type != "bfloat16" => "bfloat16",
        _ => null,
    };
}
