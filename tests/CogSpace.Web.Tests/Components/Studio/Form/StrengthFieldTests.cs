using CogSpace.Web.Components.Studio;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Languages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class StrengthFieldTests
{
    [Theory]
    [InlineData("0.05", "0.05: Stays close to your video; the prompt touches it up.")]
    [InlineData("0.3", "0.30: Stays close to your video; the prompt touches it up.")]
    [InlineData("0.6", "0.60: Keeps the movement and much of the look.")]
    [InlineData("0.8", "0.80: Keeps the movement; the prompt decides the rest.")]
    [InlineData("0.95", "0.95: Keeps a trace of the movement; the prompt decides nearly all.")]
    [InlineData("1", "1.00: Forgets your video: the prompt alone decides.")]
    public async Task AStrength_IsSaidInWords(string strength, string words)
    {
        await using var services = new ServiceCollection().AddLogging().AddLanguages().BuildServiceProvider();
        await using var page = services.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(page.ServiceProvider, NullLoggerFactory.Instance);
        var draft = new StudioDraft(new StudioOptions()) { Strength = strength };

        string html = await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var field = await renderer.RenderComponentAsync<StrengthField>(
                ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(StrengthField.Draft)] = draft }));
            return field.ToHtmlString();
        });

        Assert.Contains($"aria-valuetext=\"{words}\"", html, StringComparison.Ordinal);
    }
}
