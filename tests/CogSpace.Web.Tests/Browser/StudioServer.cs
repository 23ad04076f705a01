using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The whole program with its page, in this process, on a free port and with a data folder of its own.</summary>
/// <remarks>A process of its own costs seconds: only a test that kills it needs a <see cref="ServerProcess"/>.</remarks>
internal sealed class StudioServer : WebApplicationFactory<JobBoard>
{
    private readonly TemporaryFolder _folder = new();
    private readonly LogLines _log = new();
    private readonly string[] _settings;
    private readonly TimeProvider? _time;
    private readonly Func<IServiceProvider, IVideoMaker> _maker;

    private StudioServer(string[] settings, TimeProvider? time, Func<IServiceProvider, IVideoMaker> maker) =>
        (_settings, _time, _maker) = (settings, time, maker);

    /// <summary>Where it listens; ends in a slash.</summary>
    public Uri Address => new(
        Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/");

    /// <summary>What it has logged so far.</summary>
    public string Log => _log.ToString();

    /// <summary>A path below its folder; its data are in "data".</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => _folder[parts];

    /// <summary>Makes its videos in this process.</summary>
    /// <param name="settings">As in the environment: "Studio__Steps=4".</param>
    public static Task<StudioServer> StartAsync(params string[] settings) => StartAsync(time: null, settings);

    /// <summary>As it is served: videos are made in another process, which takes a second more to start.</summary>
    /// <param name="settings">As above.</param>
    public static Task<StudioServer> StartWithWorkerAsync(params string[] settings) =>
        StartAsync(new StudioServer(settings, time: null, provider => provider.GetRequiredService<SupervisedWorker>()));

    /// <summary>Takes most of a minute for a video, and hardly any of the processor's time.</summary>
    /// <param name="settings">As above.</param>
    public static Task<StudioServer> StartLongAsync(params string[] settings) => StartAsync(
        provider => new RestingMaker(Own(provider)), ["Studio__Steps=300", .. settings]);

    /// <param name="maker">Makes its videos.</param>
    /// <param name="settings">As above.</param>
    public static Task<StudioServer> StartAsync(Func<IServiceProvider, IVideoMaker> maker, params string[] settings) =>
        StartAsync(new StudioServer(settings, time: null, maker));

    /// <param name="time">Its clock; null: the usual one.</param>
    /// <param name="settings">As above.</param>
    public static Task<StudioServer> StartAsync(TimeProvider? time, params string[] settings) =>
        StartAsync(new StudioServer(settings, time, Own));

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        string[] own =
        [
            "OPENAI_API_KEY=",
            "OPENAI_BASE_URL=",
            $"Data__Folder={_folder["data"]}",
            $"Models__Folder={Repository.Models}",
            "Models__Default=cogspace-tiny",
            "Hosting__Address=127.0.0.1",
            "Hosting__Port=0",
            "Logging__Console__LogLevel__Default=None",
        ];
        builder.UseEnvironment("Production");
        builder.ConfigureLogging(logging => logging.AddProvider(_log));
        foreach (string[] setting in own.Concat(_settings).Select(setting => setting.Split('=', 2)))
            builder.UseSetting(setting[0].Replace("__", ":", StringComparison.Ordinal), setting[1]);
        if (_time is not null)
            builder.ConfigureTestServices(services => services.AddSingleton(_time));
        builder.ConfigureTestServices(services => services.AddSingleton(_maker));
    }

    private static Generator Own(IServiceProvider provider) => provider.GetRequiredService<Generator>();

    private static async Task<StudioServer> StartAsync(StudioServer server)
    {
        server.UseKestrel();
        await Task.Run(server.StartServer, TestContext.Current.CancellationToken);
        return server;
    }
}
