namespace CogSpace.Web.Api;

/// <summary>Which requests are those of programs.</summary>
internal static class ApiAddress
{
    /// <summary>Where the interface of the first version lies.</summary>
    public const string V1 = "/api/v1";

    /// <summary>Where one request is answered with the video itself.</summary>
    public const string Generate = "/generate";

    private const string Root = "/api";

    // Of interfaces that others have defined, which lie where their clients look for them.
    private static readonly PathString[] Others = ["/v1", "/gradio_api", "/config", "/paas"];

    public static bool IsOfApi(this HttpRequest request) =>
        request.Path.StartsWithSegments(Root) || request.Path.StartsWithSegments(Generate)
        || Array.Exists(Others, place => request.Path.StartsWithSegments(place));
}
