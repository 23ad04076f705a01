using System.Text.Json;

namespace CogSpace.Pipeline.Tests;

public sealed class ModelTests
{
    private static readonly TextToVideo Request = new() { Prompt = "a red circle", Seed = 1 };

    [Fact]
    public void Open_TellsTaskAndSize()
    {
        var (text, image) = (Model.Open(Repository.TinyModel), Model.Open(Repository.TinyImageModel));
        Assert.Equal(("cogspace-tiny", ModelTask.TextToVideo), (text.Info.Name, text.Info.Task));
        Assert.Equal(("cogspace-tiny-i2v", ModelTask.ImageToVideo), (image.Info.Name, image.Info.Task));
        Assert.InRange(text.Info.Bytes, 8_000_000, 10_000_000);
    }

    [Fact]
    public void Open_Links_CountsWhatTheyLeadTo()
    {
        using var folder = new TemporaryFolder();
        foreach (string file in Directory.EnumerateFiles(Repository.TinyModel, "*", SearchOption.AllDirectories))
        {
            string link = folder[Path.GetRelativePath(Repository.TinyModel, file)];
            Directory.CreateDirectory(Path.GetDirectoryName(link)!);
            File.CreateSymbolicLink(link, file);
        }

        Assert.Equal(Model.Open(Repository.TinyModel).Info.Bytes, Model.Open(folder.FullPath).Info.Bytes);
    }

    [Fact]
    public void CountTokens_CountsTheClosingOneToo() =>
        Assert.Equal((64, 4), (Tiny.Model.Info.TokenLimit, Tiny.Model.CountTokens("a red circle")));

    [Fact]
    public void Plan_OfALongPrompt_SaysThatItIsCut() =>
        Assert.Contains(
            "the end of it was cut",
            Assert.Single(Tiny.Plan(Request with { Prompt = string.Concat(Enumerable.Repeat("a red circle ", 100)) }).Notes),
            StringComparison.Ordinal);

    [Fact]
    public void Plan_Impossible_IsRefused()
    {
        Assert.Throws<InvalidRequestException>(() => Tiny.Plan(Request with { Prompt = " " }));
        Assert.Throws<InvalidRequestException>(() => Tiny.Plan(Request with { Steps = 1001 }));
        Assert.Throws<InvalidRequestException>(() => Tiny.Plan(Request with { Frames = 6 }));
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(96, 64, 9)]
    public void PlanFrames_IsWhatAWholePlanSays(int? width, int? height, int? frames)
    {
        var text = Tiny.Plan(Request with { Width = width, Height = height, Frames = frames });
        var video = new VideoInfo(128, 96, 60, 24);
        var restyled = Tiny.Plan(
            new VideoToVideo
            {
                Prompt = "a red circle",
                Seed = 1,
                Video = "",
                Width = width,
                Height = height,
                Frames = frames,
            },
            video);

        Assert.Equal(new PlannedFrames(text.Made, null), Tiny.Model.PlanFrames(null, width, height, frames));
        Assert.Equal(
            new PlannedFrames(restyled.Made, restyled.Sampling), Tiny.Model.PlanFrames(video, width, height, frames));
        Assert.NotNull(restyled.Sampling);
    }

    [Fact]
    public void PlanFrames_Impossible_IsRefused()
    {
        Assert.Throws<InvalidRequestException>(() => Tiny.Model.PlanFrames(null, width: 97));
        Assert.Throws<InvalidRequestException>(() => Tiny.Model.PlanFrames(null, frames: 6));
        Assert.Throws<InvalidRequestException>(() => Tiny.Model.PlanFrames(new VideoInfo(96, 64, 1, 8), frames: 0));
    }

    [Fact]
    public void Plan_AsJson_IsReadAgain()
    {
        var plan = Tiny.Plan(
            new VideoToVideo { Prompt = "a red circle", Seed = 1, Video = "clip.mp4" }, new VideoInfo(96, 64, 20, 8));

        var read = JsonSerializer.Deserialize<GenerationPlan>(JsonSerializer.Serialize(plan))!;

        Assert.Equal(plan.Notes, read.Notes);
        Assert.Equal(plan, read with { Notes = plan.Notes });
    }
}
