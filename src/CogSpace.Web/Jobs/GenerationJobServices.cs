using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.PostProcess.Media;
using CogSpace.PostProcess.Networks;
using CogSpace.PostProcess.Onnx;
using CogSpace.PostProcess.Upscaling;
using CogSpace.Web.Hosting;
using CogSpace.Web.Media;
using CogSpace.Web.Models;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Jobs;

/// <summary>Registers the queue, its store, the worker behind them and whose jobs they are.</summary>
public static class GenerationJobServices
{
    public static IServiceCollection AddGenerationJobs(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<JobOptions>(configuration, JobOptions.Section);
        services.AddCheckedOptions<DataOptions>(configuration, DataOptions.Section);
        services.AddFairShare(configuration);
        services.AddCheckedOptions<ModelsOptions>(configuration, ModelsOptions.Section);
        services.AddCheckedOptions<EncodingOptions>(configuration, EncodingOptions.Section);
        services.AddCheckedOptions<ReadingOptions>(configuration, ReadingOptions.Section);
        services.AddCheckedOptions<NetworkOptions>(configuration, NetworkOptions.Section);
        services.TryAddSingleton<TimeProvider>(new SteadyTime(TimeProvider.System));

        services.AddSingleton(_ => HubEnvironment.Read(name => configuration[name]));
        services.AddSingleton<ModelMenu>();
        services.AddSingleton<LoraMenu>();
        services.AddSingleton<ModelLabels>();
        services.AddSingleton<ModelFetch>();
        services.AddHostedService<ModelFetcher>();
        services.AddSingleton(provider => new ModelHost(provider.GetRequiredService<IOptions<ModelsOptions>>().Value.Pipeline));
        services.AddSingleton(provider => new VideoWriter(provider.GetRequiredService<IOptions<EncodingOptions>>().Value));
        services.AddSingleton(provider => new ImageReader(ReadingOf(provider)));
        services.AddSingleton(provider => new VideoReader(ReadingOf(provider)));
        services.AddSingleton(provider => new NetworkCatalog(
            provider.GetRequiredService<IOptions<ModelsOptions>>().Value.Folder));
        services.AddSingleton(PostProcessorOf);
        services.AddSingleton<PostProcessingMenu>();
        services.AddSingleton<Generator>();

        services.AddSingleton(provider => new VideoConverter(provider.GetRequiredService<IOptions<EncodingOptions>>().Value));
        services.AddSingleton<VideoFormats>();

        services.AddSingleton<DataFolder>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<StorageRoom>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<RequestCheck>();
        services.AddSingleton<ModelReadiness>();
        services.AddSingleton(provider => new JobBoard(
            provider.GetRequiredService<JobStore>(),
            provider.GetRequiredService<JobQueue>(),
            provider.GetRequiredService<RequestCheck>(),
            provider.GetRequiredService<UploadStore>(),
            provider.GetRequiredService<StorageRoom>(),
            provider.GetRequiredService<FairShare>(),
            provider.GetRequiredService<IOptions<JobOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JobBoard>>()));
        services.AddSingleton<JobSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<JobSweeper>());
        services.AddHostedService<GenerationWorker>();

        return services.AddUploads(configuration).AddOwners();
    }

    private static PostProcessor PostProcessorOf(IServiceProvider provider)
    {
        var (networks, log) = (
            provider.GetRequiredService<IOptions<NetworkOptions>>().Value,
            provider.GetRequiredService<ILogger<PostProcessor>>());
        try
        {
            log.LogInformation("Upscaling and interpolation compute on {Place}", networks.DescribePlace());
        }
        catch (CogSpaceException e)     // the jobs that need it will say so too
        {
            log.LogWarning("{Problem}", e.Message);
        }

        return new PostProcessor(provider.GetRequiredService<NetworkCatalog>(), networks, new UpscalingOptions());
    }

    // What visitors may send is also read.
    private static ReadingOptions ReadingOf(IServiceProvider provider)
    {
        var (reading, uploads) = (
            provider.GetRequiredService<IOptions<ReadingOptions>>().Value,
            provider.GetRequiredService<IOptions<UploadOptions>>().Value);
        return new ReadingOptions
        {
            FfmpegFolder = reading.FfmpegFolder,
            PictureMegabytes = Math.Max(reading.PictureMegabytes, uploads.ImageMegabytes),
            VideoMegabytes = Math.Max(reading.VideoMegabytes, uploads.VideoMegabytes),
        };
    }
}
