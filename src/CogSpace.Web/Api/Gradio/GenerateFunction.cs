using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CogSpace.Web.Api.V1;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Jobs;
using CogSpace.Web.Uploads;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Asks for a video with the settings of the demo, which its callers cannot change.</summary>
internal sealed class GenerateFunction(
    GradioFiles files, VideoRequests requests, JobBoard board, IOptions<StudioOptions> studio)
{
    private const int Steps = 50;
    private const double Guidance = 7;
    private const int TimesFrames = 2;

    /// <param name="caller">Whose it will be.</param>
    /// <param name="session">Hash of its session; null: knowing the id of the event will be enough.</param>
    /// <param name="values">The values of the call.</param>
    /// <param name="server">Address of this server, as the caller knows it.</param>
    /// <param name="cancel">Looked at until the job is saved.</param>
    /// <exception cref="CogSpaceException">It is refused; the message says why.</exception>
    public async Task<GenerationJob> CallAsync(
        ApiCaller caller, string? session, JsonArray values, string server, CancellationToken cancel)
    {
        var given = GradioFunction.Generate.Read<GenerateArguments>(values);
        var asked = new VideoRequest
        {
            Prompt = given.Prompt,
            Image = PathOf("image_input", given.Image, server),
            Video = PathOf("video_input", given.Video, server),
            Strength = given.Strength,
            Seed = given.Seed is { } seed ? WholeNumber(seed) : null,
            Steps = studio.Value.Steps ?? Steps,
            Guidance = Guidance,
            Upscale = given.Upscale,
            Interpolate = given.Interpolate is true ? TimesFrames : null,
        };
        var (request, model) = requests.Of(caller, asked);
        if (request is SourceToVideo { Source: var path } sourced)
        {
            var kind = request is ImageToVideo ? SourceKind.Image : SourceKind.Video;
            request = sourced with { Source = await files.AdoptAsync(caller.Visitor, kind, path, cancel) };
        }

        var tag = OpenFiles.Open(new JobTag { Gradio = new GradioEvent(session) });
        return await board.SubmitTaggedAsync(caller.Visitor, request, model.Name, tag, cancel);
    }

    // As clients of several versions write a file: by itself, in an object with subtitles beside it, or as its address.
    private static string? PathOf(string field, JsonNode? value, string server) => value switch
    {
        null => null,
        JsonObject fields when fields.ContainsKey("video") => PathOf(field, fields["video"], server),
        JsonObject fields when fields["path"] is JsonValue path && path.TryGetValue(out string? text) => Below(text, server),
        _ => throw ApiException.Invalid(
            field, $"The field \"{field}\" takes a file that was uploaded here, as an object with its path, or null."),
    };

    private static string Below(string path, string server)
    {
        string root = $"{server}{GradioAddress.Root}{GradioAddress.File}";
        return path.StartsWith(root, StringComparison.OrdinalIgnoreCase) ? path[root.Length..] : path;
    }

    // A number of a page may be written as 42.0.
    private static string WholeNumber(string text) =>
        decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out decimal number)
        && number == decimal.Truncate(number)
            ? number.ToString("0", CultureInfo.InvariantCulture)
            : text;
}

/// <summary>The parameters of the function, by their names.</summary>
internal sealed record GenerateArguments
{
    [JsonPropertyName("prompt")]
    public string? Prompt { get; init; }

    [JsonPropertyName("image_input")]
    public JsonNode? Image { get; init; }

    [JsonPropertyName("video_input")]
    public JsonNode? Video { get; init; }

    [JsonPropertyName("video_strength")]
    public double? Strength { get; init; }

    [JsonPropertyName("seed_value"), JsonConverter(typeof(SeedConverter))]
    public string? Seed { get; init; }

    [JsonPropertyName("scale_status")]
    public bool? Upscale { get; init; }

    [JsonPropertyName("rife_status")]
    public bool? Interpolate { get; init; }
}
