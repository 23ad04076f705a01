using CogSpace.Generation;
using CogSpace.Generation.Workers;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Api.Gradio;

/// <summary>A server whose videos take until somebody cancels them, and cost little meanwhile.</summary>
internal static class RestingServer
{
    public static Task<RunningServer> StartAsync(TemporaryFolder folder, params string[] settings) => RunningServer.StartAsync(
        folder,
        services => services.AddSingleton<IVideoMaker>(
            provider => new RestingMaker(provider.GetRequiredService<Generator>())),
        ["Studio:Steps=1000", .. settings]);
}
