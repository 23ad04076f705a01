using CogSpace.Web.Components.Layout;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Examples;
using CogSpace.Web.Hosting;
using CogSpace.Web.Languages;
using CogSpace.Web.Rewriting;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;

namespace CogSpace.Web.Components.Studio;

/// <summary>Registers and maps the page.</summary>
public static class StudioServices
{
    // A whole prompt travels with every key, and a whole draft when it is taken up again. A character takes up to 6 bytes.
    private const long MaxMessageBytes = 6 * StudioDraft.MaxLength * 3;

    public static IServiceCollection AddStudio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StudioOptions>(configuration, StudioOptions.Section);
        services.AddRewriter(configuration);
        services.AddSingleton<ModelGuides>();
        services.AddScoped<DraftSources>();
        services.AddScoped<PageCode>();
        services.AddScoped<CircuitHandler>(provider => provider.GetRequiredService<PageCode>());
        services.AddSingleton<ServerComputation>();
        // Only pages: files are compressed when the program is built. The form's token, which a page holds, is masked
        // differently in every answer, so what its size tells leads nowhere (BREACH).
        services.AddResponseCompression(options =>
            (options.EnableForHttps, options.MimeTypes) = (true, ["text/html"]));
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes);
        return services;
    }

    /// <summary>
    /// Checks the tokens of forms. Set up when the server starts and not before, so that a wrong setting, which it would
    /// stumble upon, is explained there.
    /// </summary>
    public static void UseFormTokens(this IApplicationBuilder app) => app.Use(next =>
    {
        var branch = app.New();
        branch.UseAntiforgery();
        branch.Run(next);
        return branch.Build();
    });

    /// <summary>Gives answers without a text one: a page where nothing is found, a sentence for all else.</summary>
    public static void UseNotFoundPage(this WebApplication app)
    {
        app.UseStatusCodePages(context => ExplainAsync(context.HttpContext));
        app.UseStatusCodePagesWithReExecute(NotFoundPage.Address, createScopeForStatusCodePages: true);
        app.Use(
            async (context, then) =>
            {
                await then(context);
                if (
                    context.Response.StatusCode == StatusCodes.Status404NotFound
                    && HttpMethods.IsGet(context.Request.Method)
                )
                    return;
                // the page would be asked for in the same way, and be refused like this
                context.Features.GetRequiredFeature<IStatusCodePagesFeature>().Enabled = false;
                if (context.Response is { StatusCode: >= 400, HasStarted: false, ContentLength: null })
                    // of a page that was refused before it was written: it would pass for a text
                    context.Response.ContentType = null;
            }
        );
    }

    public static void MapStudio(this IEndpointRouteBuilder endpoints)
    {
        var pages = endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);       // UseHosting sets it
        pages.Add(AnswerHead);
    }

    // What checks a link asks for no more than the head.
    private static void AnswerHead(EndpointBuilder page)
    {
        var methods = page.Metadata.OfType<IHttpMethodMetadata>().LastOrDefault()?.HttpMethods ?? [];
        if (methods.Contains(HttpMethods.Get))
            page.Metadata.Add(new HttpMethodMetadata([.. methods, HttpMethods.Head]));
    }

    private static Task ExplainAsync(HttpContext context)
    {
        int status = context.Response.StatusCode;
        string reason = ReasonPhrases.GetReasonPhrase(status);
        return context.SayAsync(status, $"The server cannot answer this: {reason} ({status}). Please load the page again.");
    }
}
