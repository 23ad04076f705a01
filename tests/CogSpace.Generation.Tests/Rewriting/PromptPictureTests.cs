using CogSpace.Generation.Rewriting;
using CogSpace.PostProcess.Media;
using CogSpace.Tests.Rewriting;
using Microsoft.Extensions.Logging.Abstractions;

namespace CogSpace.Generation.Tests.Rewriting;

/// <summary>The picture that a video begins with, as the language model is shown it.</summary>
public sealed class PromptPictureTests : IDisposable
{
    private const string Good = "A boat drifts slowly over a lake.";
    private const string Start = "data:image/jpeg;base64,";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1600, 400, 512, 128)]
    [InlineData(100, 2000, 26, 512)]
    [InlineData(96, 64, 96, 64)]
    public async Task Picture_IsShownSmall(int width, int height, int shownWidth, int shownHeight)
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Good));

        Assert.Equal(Good, await RewriteAsync(model, await DrawAsync(width, height)));

        var visit = Assert.Single(model.Visits);
        string url = Assert.Single(visit.Pictures);
        Assert.StartsWith(Start, url, StringComparison.Ordinal);
        byte[] jpeg = Convert.FromBase64String(url[Start.Length..]);
        Assert.InRange(jpeg.Length, 100, 100_000);
        await File.WriteAllBytesAsync(_folder["shown.jpg"], jpeg, Cancel);
        var shown = await new ImageReader(new ReadingOptions()).ReadAsync(_folder["shown.jpg"], Cancel);
        Assert.Equal((shownWidth, shownHeight), (shown.Width, shown.Height));
        var (red, green, blue) = (shown.Pixels.Span[0], shown.Pixels.Span[1], shown.Pixels.Span[2]);
        Assert.True(red > 200 && green < 60 && blue < 60, $"{red} {green} {blue}");
        Assert.Equal("<idea>a boat</idea>", visit.Said("user")[^1]);
        Assert.Contains("picture that comes with the last idea", Assert.Single(visit.Said("system")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(422)]
    [InlineData(500)]
    public async Task AModelThatTakesNoPictures_IsAskedWithout(int status)
    {
        await using var model = await TestLanguageModel.StartAsync(context =>
            context.Items["body"] is string body && body.Contains("image_url", StringComparison.Ordinal)
                ? TestLanguageModel.Sends(status, "application/json", "{\"error\":\"text only\"}")(context)
                : TestLanguageModel.Says(Good)(context));

        Assert.Equal(Good, await RewriteAsync(model, await DrawAsync(96, 64)));

        Assert.Empty(model.Visits.Last().Pictures);
        Assert.Contains("a picture that you cannot see", model.Visits.Last().Said("system")[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task ADeniedRequest_IsNotRepeatedWithout()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Sends(401, "application/json", "{}"));
        string picture = await DrawAsync(96, 64);

        await Assert.ThrowsAsync<RewriterException>(() => RewriteAsync(model, picture));

        Assert.Single(model.Visits);
    }

    [Fact]
    public async Task SwitchedOff_NoPictureIsSent()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Good));

        Assert.Equal(Good, await RewriteAsync(model, await DrawAsync(96, 64), sendPictures: false));

        Assert.Empty(Assert.Single(model.Visits).Pictures);
    }

    [Fact]
    public async Task WhatIsNotAPicture_IsASentence()
    {
        await using var model = await TestLanguageModel.StartAsync(TestLanguageModel.Says(Good));
        await File.WriteAllTextAsync(_folder["a.png"], "a letter", Cancel);

        var e = await Assert.ThrowsAsync<MediaException>(() => RewriteAsync(model, _folder["a.png"]));

        Assert.Contains("a.png", e.Message, StringComparison.Ordinal);
        Assert.Empty(model.Visits);
    }

    private static async Task<string> RewriteAsync(TestLanguageModel model, string picture, bool sendPictures = true)
    {
        var options = new RewriterOptions { BaseUrl = model.BaseUrl, SendPictures = sendPictures };
        using var rewriter = new PromptRewriter(options, NullLogger<PromptRewriter>.Instance);
        var brief = PromptBrief.For(PromptPurpose.VideoFromPicture, "some-model", tokens: null) with { Picture = picture };
        return await rewriter.RewriteAsync("me", "a boat", brief, Cancel);
    }

    private async Task<string> DrawAsync(int width, int height)
    {
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", $"color=red:s={width}x{height},format=rgb24", "-frames:v", "1",
            _folder["red.png"]);
        return _folder["red.png"];
    }
}
