using CogSpace.Web.Hosting;

namespace CogSpace.Web.Uploads;

/// <summary>Registers what takes and keeps the files of visitors.</summary>
internal static class UploadServices
{
    public static IServiceCollection AddUploads(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddCheckedOptions<UploadOptions>(configuration, UploadOptions.Section);
        services.AddSingleton<SourceProbe>();
        services.AddSingleton<UploadStore>();
        services.AddSingleton(ArrivalRate.Default);
        services.AddSingleton<UploadReceiver>();
        return services;
    }
}
