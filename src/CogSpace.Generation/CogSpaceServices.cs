using CogSpace.Generation.Workers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation;

/// <summary>Registers what makes videos.</summary>
public static class CogSpaceServices
{
    /// <summary>
    /// Registers the <see cref="Generator"/>, its models and its post-processor, as single instances. None of them loads
    /// libtorch before a video is made.
    /// </summary>
    /// <param name="services">Where to register them.</param>
    /// <param name="options">Reads what they work with, when the first of them is asked for.</param>
    public static IServiceCollection AddCogSpace(
        this IServiceCollection services, Func<IServiceProvider, GeneratorOptions> options) =>
        services
            .AddSingleton(provider => Generator.Create(options(provider)))
            .AddSingleton(provider => provider.GetRequiredService<Generator>().Models)
            .AddSingleton(provider => provider.GetRequiredService<Generator>().PostProcessor);

    /// <summary>Registers an <see cref="IVideoMaker"/> that makes videos in a process of its own.</summary>
    /// <param name="services">
    /// Where to register it. A <see cref="TimeProvider"/> and a <see cref="WorkerCommand"/> are expected there.
    /// </param>
    /// <param name="options">Reads what it works with.</param>
    /// <param name="limits">Reads how long a process serves.</param>
    public static IServiceCollection AddWorker(
        this IServiceCollection services, Func<IServiceProvider, GeneratorOptions> options,
        Func<IServiceProvider, WorkerOptions> limits) =>
        services
            .AddSingleton(provider => new SupervisedWorker(
                options(provider), limits(provider), provider.GetRequiredService<WorkerCommand>(),
                provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<SupervisedWorker>>()))
            .AddSingleton<IVideoMaker>(provider => provider.GetRequiredService<SupervisedWorker>());
}
