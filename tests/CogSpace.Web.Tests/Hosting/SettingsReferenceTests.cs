using CogSpace.Generation.Rewriting;
using CogSpace.Generation.Workers;
using CogSpace.Web.Api;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Hosting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Models;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Sharing;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Hosting;

/// <summary>docs/configuration.md shows the settings that there are.</summary>
public sealed class SettingsReferenceTests
{
    private const string Page = "docs/configuration.md";

    private static readonly (Type Options, string Section)[] All =
    [
        (typeof(HostingOptions), HostingOptions.Section),
        (typeof(DataOptions), DataOptions.Section),
        (typeof(ModelsOptions), ModelsOptions.Section),
        (typeof(JobOptions), JobOptions.Section),
        (typeof(WorkerOptions), WorkerOptions.Section),
        (typeof(FairShareOptions), FairShareOptions.Section),
        (typeof(OperationsOptions), OperationsOptions.Section),
        (typeof(UploadOptions), UploadOptions.Section),
        (typeof(ApiOptions), ApiOptions.Section),
        (typeof(StudioOptions), StudioOptions.Section),
        (typeof(DemoOptions), DemoOptions.Section),
        (typeof(ModerationOptions), ModerationOptions.Section),
        (typeof(GalleryOptions), GalleryOptions.Section),
        (typeof(RewriterOptions), RewriterOptions.Section),
        (typeof(NetworkOptions), NetworkOptions.Section),
        (typeof(EncodingOptions), EncodingOptions.Section),
        (typeof(ReadingOptions), ReadingOptions.Section),
    ];

    [Fact, Trait("kind", "docs")]
    public void EverySection_IsAsItsOptionsSay()
    {
        foreach (var (options, section) in All)
            GeneratedSection.AssertCurrent(Page, section, new SettingsReference(options, section).Text(), "CogSpace.Web.Tests");
    }

    [Fact]
    public void All_AreTheSectionsThatThereAre()
    {
        Type[] oneOfEach = [typeof(HostingOptions), typeof(RewriterOptions), typeof(ReadingOptions)];
        var sections = oneOfEach
            .SelectMany(type => type.Assembly.GetTypes())
            .Where(type => type.GetField("Section") is not null);

        Assert.Equal(sections.OrderBy(type => type.Name), All.Select(each => each.Options).OrderBy(type => type.Name));
    }

    [Fact]
    public void SettingsOfEarlierVersions_AreNotAmongThem() => Assert.All(
        All,
        each => Assert.DoesNotContain(
            CheckedOptions.NamesOf(each.Options, each.Section), name => FormerSettings.Has(each.Section, name)));
}
