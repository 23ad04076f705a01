using CogSpace.PostProcess.Media;
using CogSpace.Web.Hosting;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Uploads;

/// <summary>Registers what takes and keeps the files of visitors.</summary>
internal static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<UploadOptions>(configuration, UploadOptions.Section);
        services.AddCheckedOptions<ReadingOptions>(configuration, ReadingOptions.Section);
        services.AddSingleton(provider => new ImageReader(provider.GetRequiredService<IOptions<ReadingOptions>>().Value));
        services.AddSingleton(provider => new VideoReader(provider.GetRequiredService<IOptions<ReadingOptions>>().Value));
        services.AddSingleton<SourceProbe>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton<UploadReceiver>();
        return services;
    }
}
