using Bunit;
using CogSpace.Web.Health;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Components;

/// <summary>Components as an open page has them, in one of its languages and without a browser. Scripts do nothing.</summary>
internal sealed class OpenPage : BunitContext
{
    /// <param name="language">As in the attribute lang.</param>
    public OpenPage(string language = "en")
    {
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services.AddLogging().AddLanguages();
        Services.AddScoped(_ =>
        {
            var page = new PageLanguage();
            page.Set(Language.Named(language)!);
            return page;
        });
    }

    /// <summary>With all that the server has, but nothing of it runs.</summary>
    /// <param name="data">The data folder.</param>
    /// <param name="models">The models folder; null: that of this repository.</param>
    public OpenPage WithServer(TemporaryFolder data, string? models = null)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([
                new("Data:Folder", data["data"]),
                new("Models:Folder", models ?? Repository.Models),
                new("Models:Default", "cogspace-tiny"),
            ])
            .Build();
        Services.AddSingleton<IConfiguration>(configuration);
        Services.AddGenerationJobs(configuration).AddHealth();
        return this;
    }
}
