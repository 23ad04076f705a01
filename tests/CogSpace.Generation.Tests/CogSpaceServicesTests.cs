using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Generation.Tests;

public sealed class CogSpaceServicesTests
{
    [Fact]
    public void AddCogSpace_EverybodyWorksWithTheSameGenerator()
    {
        int reads = 0;
        using var services = Services(() => reads++);
        var generator = services.GetRequiredService<Generator>();

        Assert.Same(generator, services.GetRequiredService<Generator>());
        Assert.Same(generator.Models, services.GetRequiredService<ModelCatalog>());
        Assert.Same(generator.PostProcessor, services.GetRequiredService<PostProcessor>());
        Assert.Equal(1, reads);
        Assert.NotNull(services.GetRequiredService<ModelCatalog>().FindNamed("cogspace-tiny"));
        Assert.Equal(["flownet"], services.GetRequiredService<PostProcessor>().Interpolators());
    }

    private static ServiceProvider Services(Action read) => new ServiceCollection()
        .AddCogSpace(_ =>
        {
            read();
            return new GeneratorOptions
            {
                ModelsFolder = Repository.Models,
                Pipeline = new PipelineOptions { Device = "cpu" },
            };
        })
        .BuildServiceProvider();
}
