using CogSpace.Web.Jobs;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CogSpace.Web.Owners;

/// <summary>
/// Anonymous owners by cookie; the keys that sign it lie in the data folder, so that a new container knows everybody again.
/// </summary>
public static class OwnerServices
{
    /// <summary>Part of every signature, so that keys do not depend on where the program lies.</summary>
    public const string ApplicationName = "CogSpace";

    public static WebApplication UseOwners(this WebApplication app)
    {
        app.UseMiddleware<OwnerCookie>();
        return app;
    }

    internal static IServiceCollection AddOwners(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddOptions<KeyManagementOptions>().Configure<DataFolder, ILoggerFactory>((keys, data, logs) =>
            keys.XmlRepository = new FileSystemXmlRepository(new DirectoryInfo(data.Keys), logs));
        services.AddSingleton<OwnerCookie>();
        services.AddScoped<OwnerContext>();
        return services;
    }
}
