namespace CogSpace.Web.Api.Gradio;

/// <summary>Where Gradio's clients look for things.</summary>
internal static class GradioAddress
{
    /// <summary>Where a client begins. Everything else lies below <see cref="Root"/>.</summary>
    public const string Config = "/config";

    public const string Root = "/gradio_api";

    /// <summary>Below the root, before the path of a file.</summary>
    public const string File = "/file=";

    public static bool IsOfGradio(PathString path) => path.StartsWithSegments(Root) || path == Config;

    /// <summary>The server's address as the client used it, without a slash at the end.</summary>
    public static string ServerOf(HttpRequest request) =>
        $"{request.Scheme}://{request.Host.ToUriComponent()}{request.PathBase.ToUriComponent()}";

    /// <summary>The whole address of a file.</summary>
    public static string OfFile(HttpRequest request, string path) => $"{ServerOf(request)}{Root}{File}{path}";
}
