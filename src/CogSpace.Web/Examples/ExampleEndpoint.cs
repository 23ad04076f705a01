using CogSpace.Web.Languages;
using CogSpace.Web.Media;
using CogSpace.Web.Models;

namespace CogSpace.Web.Examples;

/// <summary>Hands out the files that a model's guide names, and no others of its folder.</summary>
public static class ExampleEndpoint
{
    public const string Address = "examples";

    private const string Missing = "There is no such example.";

    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>GET /examples/{file}?model={name}.</summary>
    public static void MapExamples(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapMethods($"/{Address}/{{file}}", Methods, Send);

    /// <returns>null for a name that is not one of a picture or video in the same folder.</returns>
    internal static string? MediaTypeOf(string file) =>
        file != Path.GetFileName(file) || file.StartsWith('.')
            ? null
            : Path.GetExtension(file) switch
            {
                ".mp4" => "video/mp4",
                ".webm" => "video/webm",
                ".png" => "image/png",
                ".jpg" => "image/jpeg",
                ".webp" => "image/webp",
                _ => null,
            };

    private static IResult Send(HttpContext http, ModelMenu models, ModelGuides guides, string file, string? model)
    {
        var found = models.Offered.FirstOrDefault(one => one.Name == model);
        if (guides.Of(found)?.Files.Contains(file) != true || MediaTypeOf(file) is not { } type)
            return SpokenAnswer.Text(Missing, StatusCodes.Status404NotFound);
        var info = new FileInfo(Path.Combine(found!.Folder, ModelInfo.GuideFolder, file));
        if (!info.Exists)
            return SpokenAnswer.Text(Missing, StatusCodes.Status404NotFound);
        http.Response.Headers.CacheControl = "public, max-age=3600";
        return TaggedFile.Send(info, type);
    }
}
