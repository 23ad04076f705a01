using CogSpace.Pipeline.Preview;

namespace CogSpace.Pipeline.Tests.Preview;

/// <summary>Previews show what the video will show.</summary>
public sealed class LatentPreviewTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a red circle moves up on a white background", 42)]
    [InlineData("a large blue square moves down on a yellow background", 31)]
    [InlineData("a green ring moves from left to right on a black background", 7)]
    public async Task Preview_NearTheEnd_LooksLikeTheFrameInTheMiddle(string prompt, int seed)
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        File.Delete(Path.Combine(model, "vae", ProjectionFile.Name));
        var (previews, frames) = await MakeAsync(model, new TextToVideo { Prompt = prompt, Seed = (uint)seed, Steps = 20 });
        double[] middle = Small(frames[frames.Count / 2], previews[0].Width, previews[0].Height);
        double[] first = Small(frames[0], previews[0].Width, previews[0].Height);
        double[] near = [.. previews.Select(preview => Likeness(preview, middle))];
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{string.Join(' ', near.Select(likeness => $"{likeness:0.00}"))}, the first frame " +
            $"{Likeness(previews[^1], first):0.00}"
        );

        Assert.Equal(20, previews.Count);
        Assert.InRange(near[^1], 0.85, 1);
        Assert.InRange(near[12], 0.75, 1);
        Assert.InRange(Likeness(previews[^1], first), -1, near[^1] - 0.1);       // there the shape is elsewhere
    }

    [Fact]
    public async Task Projection_IsFittedOnce_AndKeptBesideTheModel()
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        string kept = Path.Combine(model, "vae", ProjectionFile.Name);
        var request = new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 2, Frames = 9 };
        File.Delete(kept);
        var (fitted, _) = await MakeAsync(model, request);
        byte[] first = File.ReadAllBytes(kept);
        var (read, _) = await MakeAsync(model, request);
        File.WriteAllText(kept, "damaged");
        var (again, _) = await MakeAsync(model, request);

        Assert.Equal(fitted[^1].Pixels.ToArray(), read[^1].Pixels.ToArray());
        Assert.Equal(fitted[^1].Pixels.ToArray(), again[^1].Pixels.ToArray());
        Assert.Equal(first, File.ReadAllBytes(kept));
    }

    [Theory]
    [InlineData("cogspace-tiny")]
    [InlineData("cogspace-tiny-i2v")]
    public void Projection_ThatComesWithAModel_IsOfItsWeights(string model) =>
        Assert.NotNull(new ProjectionFile(Path.Combine(Repository.Models, model, "vae")).Read(channels: 8));

    [Fact]
    public async Task Projection_OfOtherWeights_IsNotTaken()
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        var file = new ProjectionFile(Path.Combine(model, "vae"));
        file.TryWrite(new LatentProjection(new float[27]));
        Assert.NotNull(file.Read(channels: 8));
        Assert.Null(file.Read(channels: 16));
        await File.AppendAllTextAsync(
            Directory.GetFiles(Path.Combine(model, "vae"), "*.safetensors")[0], " ", TestContext.Current.CancellationToken);

        Assert.Null(file.Read(channels: 8));
    }

    [Fact]
    public async Task Projection_FolderThatCannotBeWritten_IsFittedInMemory()
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        string kept = Path.Combine(model, "vae", ProjectionFile.Name);
        File.Delete(kept);
        Directory.CreateDirectory(kept);        // root may write into any folder
        var (previews, _) = await MakeAsync(model, new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 2, Frames = 9 });

        Assert.Equal(2, previews.Count);
    }

    [Fact]
    public async Task Preview_WithinTheInterval_IsMadeOnce()
    {
        var (previews, _) = await MakeAsync(
            Repository.TinyModel,
            new TextToVideo
            {
                Prompt = "a red circle",
                Seed = 1,
                Steps = 4,
                Frames = 9,
            },
            TimeSpan.FromHours(1)
        );
        Assert.Single(previews);
    }

    [Theory]
    [InlineData(MemoryMode.Model)]
    [InlineData(MemoryMode.Sequential)]
    public async Task Preview_EveryMemoryMode_ChangesNoFrame(MemoryMode mode)
    {
        string model = _folder.CopyOf(Repository.TinyModel);
        var request = new TextToVideo { Prompt = "a red circle", Seed = 1, Steps = 2, Frames = 9 };
        var (none, plain) = await MakeAsync(model, request, interval: null, mode);
        var (previews, watched) = await MakeAsync(model, request, TimeSpan.Zero, mode);

        Assert.Empty(none);
        Assert.Equal(2, previews.Count);
        Assert.Equal(plain.Select(frame => frame.Pixels.ToArray()), watched.Select(frame => frame.Pixels.ToArray()));
    }

    private static Task<(List<Frame> Previews, List<Frame> Frames)> MakeAsync(string model, GenerationRequest request) =>
        MakeAsync(model, request, TimeSpan.Zero);

    private static async Task<(List<Frame> Previews, List<Frame> Frames)> MakeAsync(
        string model, GenerationRequest request, TimeSpan? interval, MemoryMode mode = MemoryMode.Resident)
    {
        using var pipeline = Model.Open(model).Load(new PipelineOptions
        {
            Device = "cpu",
            PreviewInterval = interval,
            Memory = mode,
        }
        );
        var (previews, frames) = (new List<Frame>(), new List<Frame>());
        var progress = new Heard(report =>
            previews.AddRange(report.Preview is { } preview ? [preview.Picture] : Array.Empty<Frame>())
        );
        await foreach (var frame in pipeline.GenerateAsync(Tiny.Plan(request), progress: progress))
            frames.Add(frame);
        return (previews, frames);
    }

    // The mean of each place.
    private static double[] Small(Frame frame, int width, int height)
    {
        int cell = frame.Width / width;
        double[] sums = new double[width * height * Frame.Channels];
        var pixels = frame.Pixels.Span;
        for (int i = 0; i < pixels.Length; i++)
        {
            var (place, channel) = Math.DivRem(i, Frame.Channels);
            int x = place % frame.Width / cell, y = place / frame.Width / cell;
            sums[(((y * width) + x) * Frame.Channels) + channel] += pixels[i];
        }

        return [.. sums.Select(sum => sum / (cell * cell))];
    }

    // Pearson's correlation over all places and colours.
    private static double Likeness(Frame preview, double[] wanted)
    {
        double[] shown = [.. preview.Pixels.ToArray().Select(value => (double)value)];
        double meanA = shown.Average(), meanB = wanted.Average();
        double together = shown.Zip(wanted, (a, b) => (a - meanA) * (b - meanB)).Sum();
        return together / Math.Sqrt(shown.Sum(a => (a - meanA) * (a - meanA)) * wanted.Sum(b => (b - meanB) * (b - meanB)));
    }
}
