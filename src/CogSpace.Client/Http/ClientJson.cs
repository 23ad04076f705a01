using System.Text.Json.Serialization;

namespace CogSpace.Client.Http;

/// <summary>How what is sent and answered is written. Fields that only a newer server has are passed over.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    Converters =
    [
        typeof(WordConverter<VideoStatus>), typeof(WordConverter<VideoStage>), typeof(WordConverter<OfferedTask>),
        typeof(WordConverter<UploadKind>), typeof(WordConverter<RewritePurpose>),
    ])]
[JsonSerializable(typeof(InterpolateRequest))]
[JsonSerializable(typeof(Problem))]
[JsonSerializable(typeof(RewriteRequest))]
[JsonSerializable(typeof(RewrittenPrompt))]
[JsonSerializable(typeof(ServerOffer))]
[JsonSerializable(typeof(TokenAnswer))]
[JsonSerializable(typeof(UploadedFile))]
[JsonSerializable(typeof(UpscaleRequest))]
[JsonSerializable(typeof(Video))]
[JsonSerializable(typeof(VideoEstimate))]
[JsonSerializable(typeof(VideoPage))]
[JsonSerializable(typeof(VideoRequest))]
internal sealed partial class ClientJson : JsonSerializerContext;

/// <summary>Why the server refuses a request.</summary>
internal sealed record Problem(string? Detail, string? Code, string? Field);

/// <summary>A prompt to rewrite.</summary>
internal sealed record RewriteRequest(string Prompt, RewritePurpose For, string? Model);

/// <summary>A prompt with more detail.</summary>
internal sealed record RewrittenPrompt(string Prompt);

/// <summary>By what this program is known.</summary>
internal sealed record TokenAnswer(string Token);

/// <summary>A part of a list of videos.</summary>
/// <param name="Videos">The newest first.</param>
/// <param name="Next">Where the older ones are; null where these are the last.</param>
internal sealed record VideoPage(IReadOnlyList<Video> Videos, string? Next);
