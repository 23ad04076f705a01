using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Sharing;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Components.Layout;

/// <summary>What stands around every page.</summary>
public sealed partial class MainLayout(IOptions<JobOptions> jobs, IOptions<DemoOptions> demo, IOptions<GalleryOptions> gallery, PageCode page)
{
    private DemoOptions Demo => demo.Value;

    private bool HasGallery => gallery.Value.Enabled;

    private bool HasTerms => !string.IsNullOrEmpty(Demo.Terms) || !string.IsNullOrEmpty(Demo.TermsUrl);

    private string Quote => page.Code is { } code ? FailureAnswer.Quote(code) : "";

    private string Retention => jobs.Value.Retention switch
    {
        { TotalHours: >= 48 } time => $"{time.TotalDays:0.#} days",
        { TotalMinutes: >= 120 } time => $"{time.TotalHours:0.#} hours",
        { TotalSeconds: >= 120 } time => $"{time.TotalMinutes:0.#} minutes",
        var time => $"{time.TotalSeconds:0.#} seconds",
    };
}
