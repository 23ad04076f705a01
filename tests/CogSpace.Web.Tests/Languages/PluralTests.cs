using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Languages;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;

namespace CogSpace.Web.Tests.Languages;

/// <summary>English tells one from many, Chinese and Japanese do not.</summary>
public sealed class PluralTests
{
    [Theory]
    [InlineData("en", 1, "1 frame")]
    [InlineData("en", 0, "0 frames")]
    [InlineData("en", 49, "49 frames")]
    [InlineData("zh-Hans", 1, "1 帧")]
    [InlineData("zh-Hans", 49, "49 帧")]
    [InlineData("ja", 1, "1 フレーム")]
    public async Task Count_TakesTheFormOfTheLanguage(string tag, int number, string text)
    {
        await using var services = new ServiceCollection().AddLogging().AddLanguages().BuildServiceProvider();
        await using var page = services.CreateAsyncScope();
        page.ServiceProvider.GetRequiredService<PageLanguage>().Set(Language.Named(tag)!);
        var texts = page.ServiceProvider.GetRequiredService<IStringLocalizer<FormText>>();

        // A page that was opened in one language keeps it on the threads of another.
        Assert.Equal(text, await Task.Run(() => texts.Count("NowFrames", number), TestContext.Current.CancellationToken));
    }
}
