using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation;

/// <summary>Registers what makes videos.</summary>
public static class CogSpaceServices
{
    /// <summary>Registers the <see cref="Generator"/>, its models and its post-processor, as single instances.</summary>
    /// <param name="services">Where to register them.</param>
    /// <param name="options">Reads what they work with, when the first of them is asked for.</param>
    public static IServiceCollection AddCogSpace(
        this IServiceCollection services, Func<IServiceProvider, GeneratorOptions> options) =>
        services
            .AddSingleton(provider => Create(options(provider), provider.GetRequiredService<ILogger<PostProcessor>>()))
            .AddSingleton(provider => provider.GetRequiredService<Generator>().Models)
            .AddSingleton(provider => provider.GetRequiredService<Generator>().PostProcessor);

    private static Generator Create(GeneratorOptions options, ILogger log)
    {
        var generator = Generator.Create(options);
        try
        {
            log.LogInformation("Upscaling and interpolation compute on {Place}", generator.PostProcessor.DescribePlace());
        }
        catch (CogSpaceException e)     // the jobs that need it will say so too
        {
            log.LogWarning("{Problem}", e.Message);
        }

        return generator;
    }
}
