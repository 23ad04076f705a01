using System.Globalization;
using CogSpace.Generation.Training;
using CogSpace.Training;

namespace CogSpace.Generation.Tests.Training;

/// <summary>From a folder of captioned clips to a LoRA or a model.</summary>
public sealed class TrainingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Generator _generator = Create(new PipelineOptions { Device = "cpu", Type = ComputeType.F32 });

    public TrainingTests()
    {
        Directory.CreateDirectory(Data);
        foreach (string name in new[] { "circle-left", "heart-bounces" })
        {
            File.Copy(Path.Combine(Repository.TinyModel, "examples", $"{name}.mp4"), Path.Combine(Data, $"{name}.mp4"));
            File.WriteAllText(Path.Combine(Data, $"{name}.txt"), name.Replace('-', ' '));
        }
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Data => _folder["data"];

    private string[] Encoded => Directory.GetFiles(Path.Combine(Data, ".cogspace"));

    public void Dispose()
    {
        _generator.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task TrainAsync_Lora_WritesItWithATableAndReportsTheLoss()
    {
        var heard = new List<TrainingStatus>();
        var result = await TrainAsync(Request("lora", steps: 3), Repository.TinyModel, new Heard(heard));

        Assert.Equal((_folder["lora", "pytorch_lora_weights.safetensors"], 3), (result.Path, result.Steps));
        Assert.True(File.Exists(result.Path));
        string[] lines = await File.ReadAllLinesAsync(_folder["lora", "train.csv"], Cancel);
        Assert.Equal("step,loss,smoothed_loss,gradient_norm,learning_rate,seconds", lines[0]);
        Assert.Equal(["1", "2", "3"], lines.Skip(1).Select(line => line.Split(',')[0]));
        double mean = lines.Skip(1).Average(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture));
        Assert.InRange(result.Loss!.Value, mean * 0.98, mean * 1.02);
        Assert.Equal(
            [TrainingStage.Reading, TrainingStage.Encoding, TrainingStage.Loading, TrainingStage.Learning],
            heard.Select(status => status.Stage).Distinct());
        Assert.Equal(3, Encoded.Length);       // two clips and the empty prompt
    }

    [Fact]
    public async Task TrainAsync_ASecondTime_EncodesNothingAgainButWhatChanged()
    {
        await TrainAsync(Request("first"), Repository.TinyModel);
        var times = Encoded.ToDictionary(file => file, File.GetLastWriteTimeUtc);
        await TrainAsync(Request("second"), Repository.TinyModel);
        Assert.Equal(times, Encoded.ToDictionary(file => file, File.GetLastWriteTimeUtc));

        await File.WriteAllTextAsync(Path.Combine(Data, "circle-left.txt"), "another caption", Cancel);
        await TrainAsync(Request("third"), Repository.TinyModel);
        Assert.Single(Encoded.Except(times.Keys));
        Assert.Equal(times, times.Keys.ToDictionary(file => file, File.GetLastWriteTimeUtc));
    }

    [Fact]
    public async Task TrainAsync_Resumed_ContinuesTheTable()
    {
        var request = Request("whole", steps: 4) with { Options = Options(4) with { SaveEvery = 2 } };
        await TrainAsync(request, Repository.TinyModel);
        await TrainAsync(request with { Output = _folder["cut"] }, Repository.TinyModel);
        File.Delete(_folder["cut", "checkpoints", "checkpoint-00000004.safetensors"]);
        await File.AppendAllTextAsync(_folder["cut", "train.csv"], "5,0.1", Cancel);
        var result = await TrainAsync(request with { Output = _folder["cut"], Resumes = true }, Repository.TinyModel);

        Assert.Equal(2, result.Steps);
        Assert.Equal(await NumbersAsync("whole"), await NumbersAsync("cut"));

        // without the seconds
        async Task<IEnumerable<string>> NumbersAsync(string folder) =>
            (await File.ReadAllLinesAsync(_folder[folder, "train.csv"], Cancel)).Select(line => line[..line.LastIndexOf(',')]);
    }

    [Fact]
    public async Task TrainAsync_ImageModel_LearnsFromFirstFrames()
    {
        var request = Request("images") with { Options = Options(1) with { Lora = null } };
        var result = await TrainAsync(request, Repository.TinyImageModel);
        Assert.Equal(_folder["images", "model"], result.Path);
        Assert.Equal(ModelTask.ImageToVideo, _generator.Models.Find(result.Path).Task);
    }

    [Fact]
    public async Task TrainAsync_ClipThatCannotBeRead_StopsOrIsLeftOut()
    {
        await File.WriteAllTextAsync(Path.Combine(Data, "broken.mp4"), "not a video", Cancel);
        await File.WriteAllTextAsync(Path.Combine(Data, "broken.txt"), "a caption", Cancel);
        Assert.Contains("broken.mp4", await RefusalAsync(Request("stopped")), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Data, ".cogspace")));

        var result = await TrainAsync(Request("left-out") with { SkipsBadClips = true }, Repository.TinyModel);
        Assert.Contains("broken.mp4", Assert.Single(result.Notes), StringComparison.Ordinal);
        Assert.Equal(3, Encoded.Length);
    }

    [Fact]
    public async Task TrainAsync_ClipsShorterThanAskedFor_NamesTheFirst() => Assert.Equal(
        "circle-left.mp4: The video has 49 frames, and 61 are needed.",
        await RefusalAsync(Request("short") with { Frames = 61 }));

    [Fact]
    public async Task TrainAsync_MoreThanIsFree_IsRefusedWithTheNumbers()
    {
        using var small = Create(new PipelineOptions { Device = "cpu", Type = ComputeType.F32, MemoryLimit = 100_000_000 });
        var refusal = await Assert.ThrowsAsync<InvalidRequestException>(
            () => small.TrainAsync(Request("large"), small.Models.Find(Repository.TinyModel), cancel: Cancel));
        Assert.Matches(
            "^This training does not fit into memory: clips of 49 frames of 96 x 64 take about .* for the model, .* and 100 MB " +
            "are free. These take less: fewer frames, a smaller size, a smaller rank, weights in int8.$", refusal.Message);
        Assert.False(Directory.Exists(Path.Combine(Data, ".cogspace")));
    }

    private static Generator Create(PipelineOptions pipeline) =>
        Generator.Create(new GeneratorOptions { ModelsFolder = Repository.Models, Pipeline = pipeline });

    private static TrainingOptions Options(int steps) => new() { Lora = new LoraOptions { Rank = 2, Alpha = 2 }, Steps = steps };

    private TrainingRequest Request(string output, int steps = 1) =>
        new() { Data = Data, Output = _folder[output], Options = Options(steps) };

    private Task<TrainingResult> TrainAsync(TrainingRequest request, string model, IProgress<TrainingStatus>? progress = null) =>
        _generator.TrainAsync(request, _generator.Models.Find(model), progress, Cancel);

    private async Task<string> RefusalAsync(TrainingRequest request) =>
        (await Assert.ThrowsAsync<InvalidRequestException>(() => TrainAsync(request, Repository.TinyModel))).Message;

    private sealed class Heard(List<TrainingStatus> heard) : IProgress<TrainingStatus>
    {
        public void Report(TrainingStatus value) => heard.Add(value);
    }
}
