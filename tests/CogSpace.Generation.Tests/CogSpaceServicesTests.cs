using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Generation.Tests;

public sealed class CogSpaceServicesTests
{
    private readonly List<string> _log = [];

    [Fact]
    public void AddCogSpace_EverybodyWorksWithTheSameGenerator()
    {
        int reads = 0;
        using var services = Services(new NetworkOptions { Device = "cpu" }, () => reads++);
        var generator = services.GetRequiredService<Generator>();

        Assert.Same(generator, services.GetRequiredService<Generator>());
        Assert.Same(generator.Models, services.GetRequiredService<ModelCatalog>());
        Assert.Same(generator.PostProcessor, services.GetRequiredService<PostProcessor>());
        Assert.Equal(1, reads);
        Assert.NotNull(services.GetRequiredService<ModelCatalog>().FindNamed("cogspace-tiny"));
        Assert.Equal(["flownet"], services.GetRequiredService<PostProcessor>().Interpolators());
        Assert.Equal("Upscaling and interpolation compute on cpu, float32", Assert.Single(_log));
    }

    [Fact]
    public void AddCogSpace_ADeviceForNetworksThatIsNotThere_IsLogged_AndTheRestWorks()
    {
        using var services = Services(new NetworkOptions { Device = "gpu" }, () => { });

        Assert.NotEmpty(services.GetRequiredService<ModelCatalog>().Installed());
        Assert.Contains("\"gpu\" is not a valid device", Assert.Single(_log), StringComparison.Ordinal);
    }

    private ServiceProvider Services(NetworkOptions networks, Action read) => new ServiceCollection()
        .AddLogging(logging => logging.AddProvider(new LogLines(_log)))
        .AddCogSpace(_ =>
        {
            read();
            return new GeneratorOptions
            {
                ModelsFolder = Repository.Models,
                Pipeline = new PipelineOptions { Device = "cpu" },
                Networks = networks,
            };
        })
        .BuildServiceProvider();

    private sealed class LogLines(List<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            lines.Add(formatter(state, exception));

        public void Dispose()
        {
        }
    }
}
