using CogSpace.Generation.Rewriting;
using CogSpace.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Rewriting;

/// <summary>Registers the rewriting of prompts.</summary>
public static class RewriterServices
{
    public static IServiceCollection AddRewriter(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<RewriterOptions>(configuration, RewriterOptions.Section, RewriterOptions.FormerSection);
        services.AddOptions<RewriterOptions>().Configure(options => options.Complete(name => configuration[name]));
        services.AddSingleton(provider => new PromptRewriter(
            provider.GetRequiredService<IOptions<RewriterOptions>>().Value,
            provider.GetRequiredService<ILogger<PromptRewriter>>()));
        services.AddSingleton<VisitorRewriter>();
        return services;
    }
}
