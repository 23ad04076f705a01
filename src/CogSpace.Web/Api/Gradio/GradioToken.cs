using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Takes a key or token where the Python client sends it.</summary>
/// <remarks>
/// Source: gradio_client/client.py, Client.__init__: its option "token" becomes this header. It may also hold a Hugging Face
/// token that the client found on its machine, which has nothing to do with this server and is passed over.
/// </remarks>
internal static class GradioToken
{
    private const string Header = "X-Hf-Authorization";

    private static readonly string[] Ours = ["Bearer csk_", "Bearer cst_"];

    public static Task AcceptAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (GradioAddress.IsOfGradio(context.Request.Path)
            && headers.Authorization.Count == 0
            && headers[Header] is [{ } sent]
            && Array.Exists(Ours, start => sent.StartsWith(start, StringComparison.OrdinalIgnoreCase)))
            headers[HeaderNames.Authorization] = sent;
        return next(context);
    }
}
