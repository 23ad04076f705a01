using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace CogSpace.Web.Api.Documents;

/// <summary>A page to read the document and to try it, from files of this server alone.</summary>
internal static class ApiReference
{
    /// <summary>Where it is.</summary>
    public const string Address = "/docs";

    /// <summary>Whether a request is for the page or a document.</summary>
    public static bool IsOfDocuments(this HttpRequest request) =>
        request.Path.StartsWithSegments(Address) || request.Path.StartsWithSegments(ApiDocument.Root);

    public static void MapReference(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapOpenApi($"{ApiDocument.Root}/{{documentName}}.json");
        endpoints.MapScalarApiReference(Address, (options, context) =>
        {
            options.WithTitle("CogSpace API").WithNonce();
            string root = context.Request.PathBase.ToUriComponent();
            options.AddDocument(ApiDocument.Name, ApiDocument.Name, $"{root}{ApiDocument.Address}")
                .DisableDefaultFonts().DisableTelemetry().DisableAgent().DisableMcp().HideDeveloperTools();
        });
    }

    /// <summary>Lets the page work, and no more: its script writes styles, and comes by a number that is used once.</summary>
    public static Task ProtectAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.RequestServices.GetRequiredService<IOptions<ApiOptions>>().Value.Enabled)
            context.SetEndpoint(null);       // as if it were not there
        context.Response.OnStarting(() =>
        {
            if (context.Items[ScalarOptions.NonceHttpContextItemKey] is string nonce)
                context.Response.Headers.ContentSecurityPolicy = string.Join(
                    "; ", "default-src 'none'", "base-uri 'none'", "connect-src 'self'", "font-src 'self' data:",
                    "form-action 'none'", "frame-ancestors 'none'", "img-src 'self' data:", $"script-src 'self' 'nonce-{nonce}'",
                    "style-src 'self' 'unsafe-inline'");
            return Task.CompletedTask;
        });
        return next(context);
    }
}
