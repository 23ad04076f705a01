using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Web.Api.V1;

namespace CogSpace.Web.Api;

/// <summary>Writes the command for a terminal that asks for a video.</summary>
internal static class CurlCall
{
    private const string NextLine = " \\\n  ";

    /// <param name="request">What to make. Its picture or video is not named: the caller has it.</param>
    /// <param name="model">By name.</param>
    /// <param name="isSeedRandom">Whether each call is to make another video.</param>
    /// <param name="address">Of POST /api/v1/videos.</param>
    /// <param name="needsKey">Whether nobody is served without one.</param>
    public static string Of(GenerationRequest request, string model, bool isSeedRandom, Uri address, bool needsKey)
    {
        var fields = JsonSerializer.SerializeToNode(VideoRequests.Back(request, model), ApiJson.Options)!.AsObject();
        if (isSeedRandom)
            fields.Remove("seed");
        var call = new StringBuilder($"curl {address}");
        if (needsKey)
            call.Append(NextLine).Append("-H \"Authorization: Bearer $COGSPACE_KEY\"");
        if (request is SourceToVideo source)
            AddForm(call, fields, source is ImageToVideo ? "image=@picture.png" : "video=@video.mp4");
        else
            call.Append(NextLine).Append("-H 'Content-Type: application/json'")
                .Append(NextLine).Append("-d ").Append(Quoted(fields.ToJsonString(ApiJson.Options)));
        return call.ToString();
    }

    private static void AddForm(StringBuilder call, JsonObject fields, string file)
    {
        call.Append(NextLine).Append("-F ").Append(file);
        foreach (var (name, value) in fields)
        {
            string text = value is JsonValue plain && plain.TryGetValue(out string? words)
                ? words
                : value!.ToJsonString(ApiJson.Options);

            // Not -F, to which a first @ or < means a file.
            call.Append(NextLine).Append("--form-string ").Append(Quoted($"{name}={text}"));
        }
    }

    // To a shell, everything between such quotes means itself.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
