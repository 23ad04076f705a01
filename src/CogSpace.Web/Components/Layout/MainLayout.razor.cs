using System.Globalization;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Moderation;
using CogSpace.Web.Sharing;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Components.Layout;

/// <summary>What stands around every page.</summary>
public sealed partial class MainLayout(
    IOptions<JobOptions> jobs, IOptions<DemoOptions> demo, IOptions<GalleryOptions> gallery, ModelMenu models, PageCode page)
{
    private const int MostCards = 6;

    private DemoOptions Demo => demo.Value;

    private bool HasGallery => gallery.Value.Enabled;

    private IEnumerable<string> Cards => models.Offered.Select(model => model.Name).Take(MostCards);

    private bool HasTerms => !string.IsNullOrEmpty(Demo.Terms) || !string.IsNullOrEmpty(Demo.TermsUrl);

    private string Quote => page.Code is { } code ? Sentences.Say(FailureAnswer.Quote(code)) : "";

    private string Retention => jobs.Value.Retention switch
    {
        { TotalHours: >= 48 } time => Text["Days", Rounded(time.TotalDays)],
        { TotalMinutes: >= 120 } time => Text["Hours", Rounded(time.TotalHours)],
        { TotalSeconds: >= 120 } time => Text["Minutes", Rounded(time.TotalMinutes)],
        var time => Text["Seconds", Rounded(time.TotalSeconds)],
    };

    private static string Rounded(double number) => number.ToString("0.#", CultureInfo.InvariantCulture);
}
