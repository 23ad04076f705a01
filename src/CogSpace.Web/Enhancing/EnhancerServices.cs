using CogSpace.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Enhancing;

/// <summary>Registers the rewriting of prompts.</summary>
public static class EnhancerServices
{
    public static IServiceCollection AddEnhancer(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<EnhancerOptions>(configuration, EnhancerOptions.Section);
        services.AddOptions<EnhancerOptions>().Configure(options => options.Complete(configuration));
        services.AddSingleton(provider => new PromptRewriter(
            provider.GetRequiredService<IOptions<EnhancerOptions>>().Value,
            provider.GetRequiredService<ILogger<PromptRewriter>>()));
        return services;
    }
}
