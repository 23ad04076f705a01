using CogSpace.Web.Hosting;

namespace CogSpace.Web.Components.Studio;

/// <summary>Registers and maps the page.</summary>
public static class StudioServices
{
    // A whole prompt travels with every key. Characters take up to 6 bytes on the way.
    private const long MaxMessageBytes = 6 * PromptDraft.MaxLength * 2;

    public static IServiceCollection AddStudio(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<StudioOptions>(configuration, StudioOptions.Section);
        services.AddRazorComponents()
            .AddInteractiveServerComponents()
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MaxMessageBytes);
        return services;
    }

    /// <summary>Checks the tokens of forms. Set up when the server starts and not before, so that a wrong setting, which it would stumble upon, is explained there.</summary>
    public static void UseFormTokens(this IApplicationBuilder app) => app.Use(next =>
    {
        var branch = app.New();
        branch.UseAntiforgery();
        branch.Run(next);
        return branch.Build();
    });

    /// <summary>Answers what nothing else answers with a page that says so.</summary>
    public static void UseNotFoundPage(this WebApplication app) =>
        app.UseStatusCodePagesWithReExecute(NotFoundPage.Address, createScopeForStatusCodePages: true);

    public static void MapStudio(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapRazorComponents<App>()
            .AddInteractiveServerRenderMode(mode => mode.ContentSecurityFrameAncestorsPolicy = null);       // UseHosting sets it
}
