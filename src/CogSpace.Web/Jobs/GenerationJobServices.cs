using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.Generation.Workers;
using CogSpace.Web.Api;
using CogSpace.Web.Hosting;
using CogSpace.Web.Media;
using CogSpace.Web.Models;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Owners;
using CogSpace.Web.Provenance;
using CogSpace.Web.Reports;
using CogSpace.Web.Sharing;
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

        services.AddSingleton(_ => HubOptions.FromEnvironment(name => configuration[name]));
        services.AddSingleton<ModelMenu>();
        services.AddSingleton<LoraMenu>();
        services.AddSingleton<ModelLabels>();
        services.AddSingleton<ModelFetch>();
        services.AddHostedService<ModelFetcher>();
        services.AddCheckedOptions<WorkerOptions>(configuration, WorkerOptions.Section);
        services.AddCogSpace(OptionsOf);
        services.AddSingleton(WorkerCommand.For(typeof(GenerationJobServices).Assembly));
        services.AddWorker(OptionsOf, Options<WorkerOptions>);
        services.AddSingleton<WorkerStart>();
        services.AddSingleton<PostProcessingMenu>();

        services.AddSingleton<VideoFormats>();

        services.AddSingleton<DataFolder>();
        services.AddModeration(configuration);
        services.AddSingleton<ReportStore>();
        services.AddCheckedOptions<GalleryOptions>(configuration, GalleryOptions.Section);
        services.AddSingleton<Expiry>();
        services.AddSingleton<Extensions>();
        services.AddSingleton<ResultReuse>();
        services.AddSingleton<ReportRate>();
        services.AddSingleton<JobStore>();
        services.AddSingleton<StorageRoom>();
        services.AddSingleton<JobQueue>();
        services.AddSingleton<RequestCheck>();
        services.AddSingleton<SpentKeyJournal>();
        services.AddSingleton<SpentKeys>();
        services.AddSingleton<ModelReadiness>();
        services.AddSingleton(provider => new JobBoard(
            provider.GetRequiredService<JobStore>(),
            provider.GetRequiredService<JobQueue>(),
            provider.GetRequiredService<RequestCheck>(),
            provider.GetRequiredService<Admission>(),
            provider.GetRequiredService<UploadStore>(),
            provider.GetRequiredService<StorageRoom>(),
            provider.GetRequiredService<FairShare>(),
            provider.GetRequiredService<Drain>(),
            provider.GetRequiredService<ServerMeter>(),
            provider.GetRequiredService<SpentKeys>(),
            provider.GetRequiredService<IOptions<JobOptions>>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<JobBoard>>()));
        services.AddSingleton<JobSweeper>();
        services.AddHostedService(provider => provider.GetRequiredService<JobSweeper>());
        services.AddOperations(configuration);
        services.AddSingleton<JobRunner>();
        services.AddHostedService<GenerationWorker>();

        return services.AddUploads(configuration).AddProvenance().AddOwners();
    }

    private static GeneratorOptions OptionsOf(IServiceProvider provider)
    {
        var models = Options<ModelsOptions>(provider);
        bool shows = !Options<ModerationOptions>(provider).ChecksFrames;       // else a preview would pass unchecked
        return new GeneratorOptions
        {
            ModelsFolder = models.FullFolder,
            Hub = provider.GetRequiredService<HubOptions>(),
            Pipeline = shows ? models.Pipeline : models.Pipeline with { PreviewInterval = null },
            Reading = ReadingOf(Options<ReadingOptions>(provider), Options<UploadOptions>(provider)),
            Encoding = Options<EncodingOptions>(provider),
            Networks = Options<NetworkOptions>(provider),
        };
    }

    // What visitors may send is also read.
    private static ReadingOptions ReadingOf(ReadingOptions reading, UploadOptions uploads) => new()
    {
        FfmpegFolder = reading.FfmpegFolder,
        PictureMegabytes = Math.Max(reading.PictureMegabytes, uploads.ImageMegabytes),
        VideoMegabytes = Math.Max(reading.VideoMegabytes, uploads.VideoMegabytes),
    };

    private static T Options<T>(IServiceProvider provider)
        where T : class => provider.GetRequiredService<IOptions<T>>().Value;
}
