using CogSpace.Generation;
using CogSpace.Generation.Hub;
using CogSpace.Web.Models;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Models;

/// <summary>Models that come and go while the server runs.</summary>
public sealed class ModelMenuTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestClock _clock = new();

    [Fact]
    public void AFolderThatAppears_IsOffered_AndOneThatVanishesIsNot()
    {
        Directory.CreateDirectory(_folder["models"]);
        var menu = Menu(new ModelsOptions { Folder = _folder["models"] });
        Assert.Empty(menu.Offered);
        Assert.Throws<CogSpaceException>(() => menu.Default);

        Directory.CreateSymbolicLink(_folder["models", "late"], Repository.TinyModel);
        Assert.Empty(menu.Offered);
        _clock.Advance(TimeSpan.FromSeconds(6));      // it looks at the disk every five seconds
        Assert.Equal("late", menu.Default.Name);
        Assert.True(menu.Find("late").TokenLimit > 0);

        Directory.Delete(_folder["models", "late"]);
        _clock.Advance(TimeSpan.FromSeconds(6));
        Assert.Empty(menu.Offered);
        Assert.Equal(
            "There is no model \"late\" on this server. None is installed; the host should check the setting Models__Folder.",
            Assert.Throws<CogSpaceException>(() => menu.Find("late")).Message);
    }

    [Fact]
    public async Task WhatIsInTheCacheOfAHub_IsOfferedByItsId()
    {
        await using var hub = await TestHub.StartAsync();
        hub["zai-org/CogVideoX-tiny"].Publish(Repository.TinyModel);
        var options = new HubOptions { Endpoint = hub.Address, CacheFolder = _folder["hub"] };
        using (var source = new ModelHub(options))
            await source.PullAsync(new HubModelId("zai-org/CogVideoX-tiny"), [], cancel: TestContext.Current.CancellationToken);

        var menu = Menu(new ModelsOptions { Folder = Repository.Models }, options);

        Assert.Contains("zai-org/CogVideoX-tiny", menu.Offered.Select(model => model.Name));
        Assert.Equal("zai-org/CogVideoX-tiny", menu.Find("zai-org/CogVideoX-tiny").Name);
        Assert.True(menu.Find("zai-org/CogVideoX-tiny").TokenLimit > 0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../models/cogspace-tiny")]
    [InlineData("/etc")]
    [InlineData("zai-org/absent")]
    public void Find_TakesNamesAlone(string name) =>
        Assert.Contains(
            "on this server",
            Assert
                .Throws<CogSpaceException>(() => Menu(new ModelsOptions { Folder = Repository.Models }).Find(name))
                .Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void Default_IsWhatIsPulledOnStart_UnlessTheSettingsSayOtherwise()
    {
        Assert.Null(Menu(new ModelsOptions()).DefaultName);
        Assert.Equal(
            "zai-org/CogVideoX-5b",
            Menu(new ModelsOptions { PullOnStart = "AlexWortega/RIFE, zai-org/CogVideoX-5b" }).DefaultName);
        Assert.Equal(
            "other", Menu(new ModelsOptions { PullOnStart = "zai-org/CogVideoX-5b", Default = "other" }).DefaultName);
    }

    public void Dispose() => _folder.Dispose();

    private ModelMenu Menu(ModelsOptions options) => Menu(options, new HubOptions { CacheFolder = _folder["hub"] });

    private ModelMenu Menu(ModelsOptions options, HubOptions hub) =>
        new(Options.Create(options), hub, new ModelCatalog(options.FullFolder, hub), _clock);
}
