using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Moderation;

/// <summary>Registers what keeps a demo from being abused.</summary>
internal static class ModerationServices
{
    public static IServiceCollection AddModeration(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<ModerationOptions>(configuration, ModerationOptions.Section);
        services.AddCheckedOptions<DemoOptions>(configuration, DemoOptions.Section);
        services.AddSingleton<FilterEndpoint>();
        services.AddSingleton<ContentFilter>();
        services.AddSingleton(provider => new BlockList(
            provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<BlockList>>()));
        services.AddSingleton(provider => new ClosedSign(
            provider.GetRequiredService<DataFolder>(), provider.GetRequiredService<IOptions<DemoOptions>>(),
            provider.GetRequiredService<ILogger<ClosedSign>>()));
        services.AddSingleton<Admission>();
        return services;
    }
}
