using System.Text.Json.Nodes;
using CogSpace.Generation;
using CogSpace.Web.Api.V1;

namespace CogSpace.Web.Api.OpenAi;

/// <summary>From OpenAI's words for models, sizes and lengths to those of a model that is installed here.</summary>
internal sealed class OpenAiShapes(VideoSubmission submission, VideoRequests requests, ModelCatalog catalog)
{
    /// <param name="caller">Who asks.</param>
    /// <param name="asked">What for; its picture, if it has one, is an upload.</param>
    /// <param name="image">The id of that upload; null: there is no picture.</param>
    /// <returns>The request, with the ids that the caller gave, and the model.</returns>
    /// <exception cref="ApiException">The model makes nothing of this size or length, or is not to be had.</exception>
    public (GenerationRequest Request, ModelInfo Model) Of(ApiCaller caller, OpenAiCreation asked, string? image)
    {
        var task = image is null ? ModelTask.TextToVideo : ModelTask.ImageToVideo;
        var model = submission.NamedModelFor(caller, task, asked.Model);
        var shapes = catalog.ShapesOf(model);
        var (width, height) = ShapeNames.SizeOf(asked.Size, shapes, "size");
        return requests.Of(caller, new VideoRequest
        {
            Prompt = asked.Prompt,
            Model = model.Name,
            Image = image,
            Width = width,
            Height = height,
            Frames = FramesOf(asked.Seconds, shapes),
        });
    }

    /// <param name="seconds">How long a video is to last, as a text; null: as long as the model's own.</param>
    /// <param name="shapes">What the model makes.</param>
    /// <returns>The number of frames that last as long.</returns>
    /// <exception cref="ApiException">There is none.</exception>
    public static int? FramesOf(string? seconds, VideoShapes shapes) => ShapeNames.FramesOf(
        seconds is null ? null : PlainNumber.Fraction(seconds) ?? double.MaxValue, shapes, "seconds");

    /// <summary>The id in a field such as {"id": ...}; or the upload that a file of the form became.</summary>
    /// <exception cref="ApiException">It is neither.</exception>
    public static (string Id, bool IsFile) ReferenceOf(JsonNode? field, string name) => field switch
    {
        JsonValue value when value.TryGetValue(out string? id) => (id, true),
        JsonObject { Count: 1 } named when named["id"] is JsonValue value && value.TryGetValue(out string? id) => (id, false),
        _ => throw ApiException.Invalid(
            name, $"The field \"{name}\" takes a file, or an object with the id of a finished video."),
    };
}
