using Bunit;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Components.Studio.Form;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class LoraFieldsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly StudioDraft _draft = new(new StudioOptions());

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutLoras_NothingIsAsked()
    {
        using var page = Page();

        Assert.Empty(Render(page).Nodes);
    }

    [Theory]
    [InlineData("en", "none", "Scale of LoRA 1")]
    [InlineData("zh-Hans", "无", "LoRA 1 的强度")]
    [InlineData("ja", "なし", "LoRA 1 の強さ")]
    public void Choices_AreNamesWithoutEndings_AfterNone(string language, string none, string scale)
    {
        Offer("ink.safetensors", "style.pt");
        using var page = Page(language);

        var fields = Render(page);

        Assert.Equal([none, "ink", "style"], fields.FindAll("#lora option").Select(option => option.TextContent));
        Assert.Equal(scale, fields.Find("#lora-scale").GetAttribute("aria-label"));
    }

    [Fact]
    public void APickedLora_MakesRoomForAnother_FourAtMost()
    {
        Offer("ink.safetensors", "style.safetensors");
        using var page = Page();
        var fields = Render(page);

        for (int number = 1; number <= DraftLora.Most; number++)
        {
            Assert.Equal(number, fields.FindAll("select").Count);
            fields.Find($"#{DraftLora.NameField(number)}").Input("ink.safetensors");
        }

        Assert.Equal(DraftLora.Most, fields.FindAll("select").Count);
        fields.Find("#lora-scale-2").Input("0.5");
        Assert.Equal(["1", "0.5", "1", "1"], _draft.Loras.Select(lora => lora.Scale));
        Assert.All(_draft.Loras, lora => Assert.Equal("ink.safetensors", lora.Name));
    }

    [Fact]
    public void ALoraThatIsGone_StaysInItsField()
    {
        Offer("ink.safetensors");
        _draft.Loras[0].Name = "gone.safetensors";
        using var page = Page();

        Assert.Equal(["none", "gone", "ink"], Render(page).FindAll("#lora option").Select(option => option.TextContent));
    }

    private OpenPage Page(string language = "en") => new OpenPage(language).WithServer(_folder, _folder["models"]);

    private IRenderedComponent<LoraFields> Render(OpenPage page) =>
        page.Render<LoraFields>(fields => fields.Add(it => it.Draft, _draft));

    private void Offer(params string[] names)
    {
        Directory.CreateDirectory(_folder["models", "loras"]);
        foreach (string name in names)
            File.WriteAllText(_folder["models", "loras", name], "");
    }
}
