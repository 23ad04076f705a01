using CogSpace.Pipeline;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Enhancing.Parts;

namespace CogSpace.Web.Tests.Enhancing;

/// <summary>What a prompt lacks, told by its words.</summary>
public sealed class PromptPartsTests
{
    private static readonly Model Tiny = Model.Open(Repository.TinyModel);

    [Theory]
    [InlineData("", "Subject Motion Setting Camera Light")]
    [InlineData("a cat", "Motion Setting Camera Light")]
    [InlineData("a cat sitting on a sofa", "Motion Setting Camera Light")]
    [InlineData("two children running along a beach", "Camera Light")]
    [InlineData("Running through the forest at night, close-up", "Subject")]
    [InlineData("the camera pans over a city at sunset", "Subject Motion")]
    [InlineData("A girl danced in the rain, cinematic", "Camera Light")]
    [InlineData("A red fox trots across a snowy meadow, tracking shot, warm morning light", "")]
    [InlineData("very slowly and beautifully, 4k, 2 of them", "Subject Motion Setting Camera Light")]
    public void OfPlainEnglish_WhatIsMissing(string prompt, string missing) =>
        Assert.Equal(missing, string.Join(' ', OpenVocabulary.OfVideos.MissingFrom(prompt).Select(part => part.Name)));

    [Fact]
    public void OfAPicture_SubjectAndSettingAreNotAskedFor() =>
        Assert.Equal(["Motion", "Camera", "Light"], OpenVocabulary.OfPictures.MissingFrom("").Select(part => part.Name));

    [Theory]
    [InlineData(
        "",
        "a young woman in a red coat moving slowly forward in front of a plain, softly blurred background, the camera " +
        "moving slowly closer, soft daylight"
    )]
    [InlineData(
        "a cat on a beach.", "a cat on a beach moving slowly forward, the camera moving slowly closer, soft daylight.")]
    [InlineData(
        "running at night",
        "a young woman in a red coat running at night in front of a plain, softly blurred background, the camera " +
        "moving slowly closer"
    )]
    public void OfPlainEnglish_WordsAreKeptAndAddedTo(string prompt, string text) =>
        Assert.Equal(text, new PromptCompletion(OpenVocabulary.OfVideos, prompt, null).Text);

    [Theory]
    [InlineData("", "Subject Colour Size Motion Setting")]
    [InlineData("a red circle", "Size Motion Setting")]
    [InlineData("a circle on a green background", "Colour Size Motion")]
    [InlineData("something moves in a circle", "Subject Colour Size Setting")]
    [InlineData("a green background", "Subject Colour Size Motion")]
    [InlineData("a big blue square goes up over a sunset", "")]
    [InlineData("a red circle moves from left to right on a white background", "Size")]
    public void OfShapes_WhatIsMissing(string prompt, string missing) =>
        Assert.Equal(missing, string.Join(' ', ShapeVocabulary.Instance.MissingFrom(prompt).Select(part => part.Name)));

    [Theory]
    [InlineData("a red circle", "a large red circle moves from left to right on a white background")]
    [InlineData("an orange ball bouncing", "a large orange circle bounces on a white background")]
    [InlineData("the tiny heart rises in the sky", "a small red heart moves up on a sky background")]
    [InlineData("white ring", "a large white ring moves from left to right on a black background")]
    [InlineData("a grey background", "a large red circle moves from left to right on a gray background")]
    public void OfShapes_TheSentenceIsOneThatTheModelKnows(string prompt, string text) =>
        Assert.Equal(text, new PromptCompletion(ShapeVocabulary.Instance, prompt, Tiny).Text);

    [Fact]
    public void OfShapes_WhatTheModelDoesNotKnowIsNamed()
    {
        var completion = new PromptCompletion(ShapeVocabulary.Instance, "A happy dog chases a red ball, cinematic", Tiny);

        Assert.Equal(["happy", "dog", "chases", "cinematic"], completion.Unknown);
        Assert.Equal("a large red circle moves from left to right on a white background", completion.Text);
    }

    [Fact]
    public void EveryExampleOfTheGuide_IsUnderstood()
    {
        foreach (string model in new[] { "cogspace-tiny", "cogspace-tiny-i2v" })
        {
            var guide = ModelGuide.For(model)!;
            foreach (
                string prompt in guide
                    .Prompts.Concat(guide.PromptsFor(StudioTab.Video))
                    .Concat(guide.Rewrites.Select(example => example.Prompt))
            )
            {
                Assert.Empty(guide.Vocabulary.UnknownIn(prompt));
                Assert.Equal(
                    prompt,
                    prompt.Contains("large", StringComparison.Ordinal)
                        ? guide.Vocabulary.Compose(prompt, new Dictionary<string, string>())
                        : prompt
                );
                Assert.All(guide.Vocabulary.MissingFrom(prompt), part => Assert.Equal("Size", part.Name));
            }
        }
    }

    [Fact]
    public void EverySuggestionForShapes_IsUnderstood()
    {
        var choices = ShapeVocabulary.Instance.MissingFrom("");
        foreach (var part in choices)
        {
            foreach (string suggestion in part.Suggestions)
            {
                var completion = new PromptCompletion(ShapeVocabulary.Instance, "", Tiny);
                completion.Choose(part, suggestion);
                Assert.Contains(suggestion, completion.Text, StringComparison.Ordinal);
                Assert.Empty(ShapeVocabulary.Instance.UnknownIn(completion.Text));
                Assert.Empty(ShapeVocabulary.Instance.MissingFrom(completion.Text));
            }
        }
    }

    [Fact]
    public void Choices_CanBeChangedAndLeftOpen()
    {
        var completion = new PromptCompletion(OpenVocabulary.OfVideos, "a cat", null);
        foreach (var part in completion.Missing)
            completion.Choose(part, "");
        Assert.Equal("a cat", completion.Text);

        completion.Choose(completion.Missing.Single(part => part.Name == "Motion"), " chasing its tail. ");
        Assert.Equal("a cat chasing its tail", completion.Text);
    }

    [Fact]
    public void WhatFindsNoRoom_IsLeftOutAndNamed()
    {
        string prompt = "a cat" + string.Concat(Enumerable.Repeat(" and a circle", 15));
        var completion = new PromptCompletion(OpenVocabulary.OfVideos, prompt, Tiny);

        Assert.InRange(Tiny.CountTokens(completion.Text), 1, Tiny.TokenLimit);
        Assert.StartsWith(prompt, completion.Text, StringComparison.Ordinal);
        Assert.NotEmpty(completion.LeftOut);
        Assert.NotEqual(prompt, completion.Text);
    }
}
