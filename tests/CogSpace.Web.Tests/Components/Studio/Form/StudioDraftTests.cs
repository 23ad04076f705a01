using CogSpace.Generation;
using CogSpace.PostProcess.Media;
using CogSpace.Web.Components.Studio;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Tests.Components.Studio.Form;

public sealed class StudioDraftTests
{
    private static readonly TextToVideo Everything = new()
    {
        Prompt = "a ring",
        NegativePrompt = "blue",
        Seed = 5,
        Steps = 7,
        Guidance = 4.5,
        DynamicGuidance = true,
        Scheduler = SchedulerKind.Ddim,
        Spacing = TimestepSpacing.Leading,
        Frames = 9,
        Width = 64,
        Height = 96,
        StepCache = 0.2,
        Loras = [new LoraFile("warm.safetensors", 0.5), new LoraFile("cold.safetensors", 2)],
        PostProcessing = new PostProcessing(true, 4, "lanczos-2x", "flownet"),
    };

    private static readonly SourceInfo Picture = new(SourceKind.Image, 120, 120);
    private static readonly SourceInfo Clip = new(SourceKind.Video, 96, 64, 16, 8);

    private readonly StudioDraft _draft = new(new StudioOptions());

    [Fact]
    public void Fill_ThenToRequest_IsTheSame()
    {
        _draft.Fill(Everything, Sample.Model);

        Assert.Equivalent(Everything, ToRequest(Sample.Model), strict: true);
        Assert.Empty(_draft.NotTaken);
    }

    [Fact]
    public void Restyle_DoesNotPostProcessTheVideoAgain_AndLeavesOtherSettings()
    {
        _draft.Fill(Everything, Sample.Model);

        _draft.Restyle(new DraftSource("id", "uploads/id", Clip, false), "a square");

        Assert.Null(_draft.PostProcessing);
        Assert.Equal((StudioTab.Video, "a square", "7"), (_draft.Tab, _draft.Prompt, _draft.Steps));
    }

    [Theory]
    [InlineData("99999999", "6", false)]
    [InlineData("0", "6", false)]
    [InlineData("many", "6", false)]
    [InlineData("50", "101", false)]
    [InlineData("50", "-1", false)]
    [InlineData("1000", "100", true)]
    [InlineData("1", "0", true)]
    public void ToRoughRequest_IsNull_WhereItWouldBeRefused(string steps, string guidance, bool isPossible)
    {
        (_draft.Steps, _draft.Guidance) = (steps, guidance);

        Assert.Equal(isPossible, _draft.ToRoughRequest() is not null);
    }

    [Fact]
    public void Keeping_ThenTaking_IsTheSame_ExceptForTextsOfOthers()
    {
        _draft.Fill(Everything, Sample.Model);
        var fields = _draft.ToFields().ToDictionary(field => field.Key, field => (string?)field.Value);
        var kept = _draft.ToKept() with { Fields = fields };
        var another = new StudioDraft(new StudioOptions());

        another.Take(kept, _ => null);

        Assert.Equivalent(Everything, another.ToRequest(Sample.Model, SchedulerKind.Dpm), strict: true);
        Assert.DoesNotContain("a ring", kept.Kept, StringComparison.Ordinal);
    }

    [Fact]
    public void Taking_WhatSomebodyMadeUp_ChangesNothing()
    {
        var before = _draft.ToFields();

        _draft.Take(
            new KeptDraft(
                new Dictionary<string, string?>
                {
                    ["steps"] = new string('9', StudioDraft.MaxLength + 1),
                    ["upscale"] = "perhaps",
                    ["guidance"] = null,
                    ["nothing"] = "1",
                },
                Tab: "7", Image: "../x", ImageCrop: new Crop(9, 9, 99), Kept: """{"model":null,"request":{"kind":"x"}}"""),
            _ => null);

        Assert.Equal(before, _draft.ToFields());
        Assert.Equal(StudioTab.Prompt, _draft.Tab);
        Assert.Null(_draft.Kept);
    }

    [Fact]
    public void ToRequest_AnEmptySeed_IsARandomOne()
    {
        (_draft.Prompt, _draft.Seed) = ("a ring", " ");

        Assert.NotEqual(ToRequest(Sample.Model).Seed, ToRequest(Sample.Model).Seed);
    }

    [Theory]
    [InlineData("Seed", "1.5")]
    [InlineData("Steps", "many")]
    [InlineData("Guidance", "")]
    [InlineData("Prompt", " ")]
    public void ToRequest_NamesTheFieldAtFault(string property, string text)
    {
        _draft.Prompt = "a ring";
        typeof(StudioDraft).GetProperty(property)!.SetValue(_draft, text);

        var refusal = Assert.Throws<InvalidRequestException>(() => ToRequest(Sample.Model));

        Assert.Equal(property, refusal.Setting);
        Assert.Equal(property.ToLowerInvariant(), FormProblem.Of(refusal, StudioTab.Prompt).Field);
    }

    [Fact]
    public void Everything_NamesEverySetting()
    {
        var usual = new TextToVideo { Prompt = "", Seed = 0 };

        Assert.All(
            typeof(TextToVideo).GetProperties().Where(property => property.CanWrite),
            setting => Assert.NotEqual(setting.GetValue(usual), setting.GetValue(Everything)));
    }

    [Fact]
    public void Fill_OfAPicture_TakesItsPart()
    {
        var request = new ImageToVideo { Prompt = "a heart", Seed = 1, Image = "id", Crop = new Crop(0, 1, 2) };
        _draft.Fill(request, "cogspace-tiny-i2v", new DraftSource("id", "videos/id/input", Picture, true));

        Assert.Equal(StudioTab.Image, _draft.Tab);
        Assert.Equivalent(request with { Scheduler = SchedulerKind.Dpm }, ToRequest("cogspace-tiny-i2v"), strict: true);
        Assert.Empty(_draft.NotTaken);
    }

    [Fact]
    public void Fill_OfAVideo_TakesItsStrength()
    {
        var request = new VideoToVideo { Prompt = "a heart", Seed = 1, Video = "id", Strength = 0.35, Frames = 9 };
        _draft.Fill(request, Sample.Model, new DraftSource("id", "videos/id/input", Clip, false));

        Assert.Equal(StudioTab.Video, _draft.Tab);
        Assert.Equivalent(request with { Scheduler = SchedulerKind.Dpm }, ToRequest(Sample.Model), strict: true);
    }

    [Fact]
    public void Fill_OfAPictureThatIsNotThere_AsksForIt_AndKeepsItsPart()
    {
        var request = new ImageToVideo { Prompt = "a heart", Seed = 1, Image = "c0ffee", Crop = new Crop(0, 1, 2) };
        _draft.Fill(request, "cogspace-tiny-i2v");

        Assert.Contains("choose that picture here", Assert.Single(_draft.NotTaken), StringComparison.Ordinal);
        _draft.SetSource(SourceKind.Image, new DraftSource("new", "uploads/new", Picture, true));
        Assert.Equal(
            ("new", new Crop(0, 1, 2)),
            (((ImageToVideo)ToRequest("cogspace-tiny-i2v")).Image, ((ImageToVideo)ToRequest("cogspace-tiny-i2v")).Crop));
        _draft.SetSource(SourceKind.Image, new DraftSource("newer", "uploads/newer", Picture, true));
        Assert.Equal(Crop.Centred, _draft.SourceOf(SourceKind.Image)!.Crop);
    }

    [Fact]
    public void Fill_OfAVideoThatGoesOn_SaysThatANewOneStandsAlone()
    {
        var request = new ImageToVideo { Prompt = "a", Seed = 1, Image = "input.png", Extends = "earlier.mp4" };
        _draft.Fill(request, "cogspace-tiny-i2v", new DraftSource("job", "videos/job/input", Picture, true));

        Assert.Contains("begins with the last picture", Assert.Single(_draft.NotTaken), StringComparison.Ordinal);
        Assert.Null(((ImageToVideo)ToRequest("cogspace-tiny-i2v")).Extends);
    }

    [Fact]
    public void Fill_OfMoreLorasThanThePageHas_TakesTheFirst_AndSaysSo()
    {
        LoraFile[] loras = [.. Enumerable.Range(1, 6).Select(number => new LoraFile($"{number}.safetensors", 1))];
        _draft.Fill(Everything with { Loras = loras }, Sample.Model);

        Assert.Equal(loras[..4], ToRequest(Sample.Model).Loras!);
        Assert.Equal(["It was made with 6 LoRAs: the first 4 of them are taken."], _draft.NotTaken);
    }

    [Fact]
    public void Fill_OfWhatThePageCannotDo_SaysSo()
    {
        _draft.Fill(
            new VideoInversion { Prompt = new string('a', StudioDraft.MaxLength + 1), Seed = 1, Video = "c0ffee", Crop = null },
            Sample.Model);

        Assert.Equal(StudioTab.Video, _draft.Tab);
        Assert.Equal(StudioDraft.MaxLength, _draft.Prompt.Length);
        Assert.Equal(
            [
                "The prompt was longer than the 10000 characters that fit here: the end of it was cut.",
                "It was made by cogspace invert, which this page cannot do: here the prompt restyles the video.",
                "The video was stretched to the size of the model; here a part of it is taken instead.",
                "It was made from a video that its file does not hold: choose that video here.",
            ],
            _draft.NotTaken);
    }

    [Fact]
    public void KeptSettings_CountForTheirModelAlone_UntilTheUsualOnesAreBack()
    {
        _draft.Fill(Everything, "another");
        var request = ToRequest(Sample.Model);

        Assert.Equal((null, null), (request.Spacing, request.DynamicGuidance));
        Assert.Equal("leading, dynamic guidance", _draft.KeptFor("another")!.Describe(SchedulerKind.Ddim));
        Assert.Equal("leading", _draft.KeptFor("another")!.Describe(SchedulerKind.Dpm));
        _draft.ResetSettings();
        Assert.Null(_draft.KeptFor("another"));
        Assert.False(_draft.HasOwnSettings);
    }

    [Fact]
    public void TakeShapes_LeavesSizeAndLengthToAModelThatHasOthers()
    {
        var shapes = new VideoShapes([(96, 64), (64, 64)], [49, 9], 8);
        _draft.Fill(Everything, Sample.Model);

        _draft.TakeShapes(Sample.Model, shapes);
        Assert.Equal(("64x96", "9"), (_draft.Size, _draft.Frames));       // they came with a video of this model
        _draft.TakeShapes("another", shapes);
        Assert.Equal(("", "9"), (_draft.Size, _draft.Frames));
        _draft.PickSize("64x64");
        _draft.TakeShapes("another", shapes);
        Assert.Equal((64, 64), _draft.ParseSize());
        _draft.PickSize("96x64");
        _draft.TakeShapes("another", shapes);
        Assert.Null(_draft.ParseSize());       // it is the model's own
    }

    [Theory]
    [InlineData("7", 0UL, 7UL)]
    [InlineData("7", 2UL, 9UL)]
    [InlineData("18446744073709551615", 1UL, 0UL)]
    public void SeedOf_CountsOn(string seed, ulong index, ulong expected)
    {
        (_draft.Prompt, _draft.Seed) = ("a ring", seed);

        Assert.Equal(expected, _draft.SeedOf(ToRequest(Sample.Model).Seed, (int)index));
    }

    [Fact]
    public void SeedOf_ARandomSeed_IsAnotherOne()
    {
        (_draft.Prompt, _draft.Seed) = ("a ring", "-1");
        ulong first = ToRequest(Sample.Model).Seed;

        Assert.Equal(first, _draft.SeedOf(first, 0));
        Assert.NotEqual(first + 1, _draft.SeedOf(first, 1));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("4")]
    [InlineData("100")]
    [InlineData("many")]
    public void ToCount_MoreThanThereMayBe_IsRefusedWithTheNumber(string count)
    {
        _draft.Count = count;

        var refusal = Assert.Throws<InvalidRequestException>(() => _draft.ToCount(3));

        Assert.Contains("1 to 3", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("count", FormProblem.Of(refusal, StudioTab.Prompt).Field);
    }

    [Fact]
    public void ToRequest_OfASizeOrScaleThatIsNone_NamesTheFieldAtFault()
    {
        _draft.Prompt = "a ring";
        _draft.PickSize("large");
        Assert.Equal("size", Field());

        _draft.PickSize(null);
        _draft.Loras[1].Name = "style.safetensors";
        _draft.Loras[1].Scale = "much";
        Assert.Equal("lora-scale-2", Field());

        string? Field() =>
            FormProblem.Of(Assert.Throws<InvalidRequestException>(() => ToRequest(Sample.Model)), StudioTab.Prompt).Field;
    }

    [Fact]
    public void Changed_IsRaisedByWhatIsNotTyped_OnceEach()
    {
        var heard = new List<DraftChange>();
        _draft.Changed += heard.Add;

        _draft.Prompt = "typed";
        _draft.Fill(Everything, Sample.Model);
        _draft.Tab = StudioTab.Image;
        _draft.Tab = StudioTab.Image;
        _draft.SetSource(SourceKind.Image, new DraftSource("id", "uploads/id", Picture, true));
        _draft.SetCrop(SourceKind.Image, new Crop(0, 0));
        _draft.SetCrop(SourceKind.Video, new Crop(0, 0));
        _draft.PickModel(ModelTask.TextToVideo, "another");
        _draft.ResetSettings();
        _draft.WritePrompt("written");

        Assert.Equal(
            [
                DraftChange.Filled,
                DraftChange.Tab,
                DraftChange.Source,
                DraftChange.Source,
                DraftChange.Settings,
                DraftChange.Settings,
                DraftChange.Prompt,
            ],
            heard);
    }

    [Fact]
    public async Task SettingsOfADdimLeadingClip_GiveItsFramesAgain()
    {
        using var folder = new TemporaryFolder();
        await using var server = await RunningServer.StartAsync(folder);
        string owner = UnguessableId.New();
        var (clip, _) = await MakeAsync(
            Sample.Request() with { Scheduler = SchedulerKind.Ddim, Spacing = TimestepSpacing.Leading, Guidance = 4 });
        var recipe = RecipeTags.Read(
            await new VideoReader(new ReadingOptions()).ReadTagsAsync(clip, TestContext.Current.CancellationToken))!;

        _draft.Fill(recipe.Request, recipe.Model, computed: recipe.Computed);
        var (again, job) = await MakeAsync(ToRequest(Sample.Model));

        Assert.Equal(
            (SchedulerKind.Ddim, TimestepSpacing.Leading), (job.Request.Scheduler, job.Request.Spacing));
        Assert.Equal(await BytesAsync(clip), await BytesAsync(again));
        var (usual, _) = await MakeAsync(Sample.Request() with { Guidance = 4 });
        Assert.NotEqual(await Programs.DecodeAsync(clip, 96, 64), await Programs.DecodeAsync(usual, 96, 64));

        async Task<(string Path, GenerationJob Job)> MakeAsync(GenerationRequest request)
        {
            var job = await server.Board.SubmitAsync(owner, request, Sample.Model, TestContext.Current.CancellationToken);
            Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
            return (folder["data", "jobs", job.Id, "video.mp4"], job);
        }
    }

    private static Task<byte[]> BytesAsync(string path) =>
        File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);

    private GenerationRequest ToRequest(string model) => _draft.ToRequest(model, SchedulerKind.Dpm);
}
