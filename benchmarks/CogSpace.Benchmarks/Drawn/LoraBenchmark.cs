using System.Diagnostics;
using System.Globalization;
using CogSpace.DrawnClips;
using CogSpace.DrawnClips.Drawing;
using CogSpace.DrawnClips.Judging;
using CogSpace.Generation;
using CogSpace.Generation.Training;
using CogSpace.Training;

namespace CogSpace.Benchmarks.Drawn;

/// <summary>
/// Trains a LoRA on 24 drawn clips of a colour that the small model never saw, and counts in how many of ten prompts that were
/// not among them the colour comes, without the LoRA and with it.
/// </summary>
internal static class LoraBenchmark
{
    private const string Model = "cogspace-tiny", Colour = "cyan";
    private const int Clips = 24, Prompts = 10;
    private const int QuickSteps = 40, QuickPrompts = 2;
    private const int ClipSeed = 1, PromptSeed = 77;
    private const ulong FirstSeed = 5000;
    private const int Steps = 50;

    private static readonly TrainingOptions Usual = new()
    {
        Lora = new LoraOptions
        {
            Rank = 32, Alpha = 32, Targets = [.. LoraOptions.UsualTargets, "ff.net.0.proj", "ff.net.2"],
        },
        Steps = 400,
        BatchSize = 4,
        LearningRate = 3e-3,
        Schedule = LearningRateSchedule.Linear,
        WarmupSteps = 20,
        GradientCheckpointing = false,
    };

    public static async Task RunAsync(BenchOptions asked)
    {
        string folder = Directory.CreateTempSubdirectory("cogspace-lora-").FullName;
        try
        {
            int steps = asked.Number is { } number ? (int)number : asked.Quick ? QuickSteps : Usual.Steps;
            var options = Usual with { Steps = steps };
            var learned = await DrawnFolder.WriteAsync(
                Path.Combine(folder, "clips"), new Variety { Colours = [Colour] }, Clips, ClipSeed);
            var (path, took) = await TrainAsync(folder, options);
            await CompareAsync(path, HeldBack(learned, asked.Quick ? QuickPrompts : Prompts), took, options);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(string Lora, TrainingTime Took)> TrainAsync(string folder, TrainingOptions options)
    {
        using var generator = Generator.Create(new GeneratorOptions
        {
            ModelsFolder = Path.Combine(Report.Root, "models"), Pipeline = new PipelineOptions { Device = "cpu" },
        });
        var (before, clock) = (Environment.CpuUsage.TotalTime, Stopwatch.StartNew());
        var result = await generator.TrainAsync(
            new TrainingRequest
            {
                Data = Path.Combine(folder, "clips"), Output = Path.Combine(folder, "lora"), Options = options,
            },
            generator.Models.Find(Model));
        return (result.Path, new TrainingTime(clock.Elapsed, Environment.CpuUsage.TotalTime - before, result.Loss ?? double.NaN));
    }

    // Of a shape, motion and background that come together in none of the clips.
    private static List<DrawnClip> HeldBack(IReadOnlyList<DrawnClip> learned, int count)
    {
        var (random, variety, held) = (new Random(PromptSeed), new Variety { Colours = [Colour] }, new List<DrawnClip>());
        while (held.Count < count)
        {
            var clip = variety.Next(random);
            if (learned.Concat(held).All(other => Content(other) != Content(clip)))
                held.Add(clip);
        }

        return held;
    }

    private static (string, string, string) Content(DrawnClip clip) =>
        (clip.Objects[0].Shape, clip.Objects[0].Motion, clip.Backdrop);

    private static async Task CompareAsync(string path, List<DrawnClip> held, TrainingTime took, TrainingOptions options)
    {
        using var model = new ClipMaker(Model);
        int without = 0, with = 0, same = 0, background = 0, motion = 0;
        var colours = new List<string>();
        foreach (var (i, clip) in held.Index())
        {
            string prompt = Caption.Plain(clip);
            Task<IReadOnlyList<Frame>> MakeAsync(LoraFile? lora) => model.MakeAsync(prompt, FirstSeed + (ulong)i, Steps, lora);
            var plain = await MakeAsync(null);
            var (before, after) = (ClipJudge.Look(plain), ClipJudge.Look(await MakeAsync(new LoraFile(path))));
            colours.Add(before.Objects[0].Colour);
            without += before.Objects[0].Colour == Colour ? 1 : 0;
            with += after.Objects[0].Colour == Colour ? 1 : 0;
            background += after.Backdrop == clip.Backdrop ? 1 : 0;
            motion += after.Objects[0].Motion == clip.Objects[0].Motion ? 1 : 0;
            if (i < 2)
                same += IsSame(plain, await MakeAsync(new LoraFile(path, Scale: 0))) ? 1 : 0;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Model}, {model.Type}: {Clips} clips of {Colour} shapes; rank {options.Lora!.Rank}, alpha {options.Lora.Alpha}, " +
            $"learning rate {options.LearningRate}, {options.Steps} steps of {options.BatchSize}; prompts put shapes, motions " +
            $"and backgrounds together as none of the clips does"));
        Console.WriteLine();
        Console.WriteLine("| | |");
        Console.WriteLine("|---|---|");
        Console.WriteLine(took);
        Console.WriteLine($"| {Colour} without the LoRA | {without} of {held.Count} (else {Names(colours)}) |");
        Console.WriteLine($"| {Colour} with it | {with} of {held.Count} |");
        Console.WriteLine($"| background, motion with it | {background} of {held.Count}, {motion} of {held.Count} |");
        Console.WriteLine($"| at scale 0 the same bytes as without | {same} of 2 |");
    }

    private static string Names(IEnumerable<string> colours) => string.Join(
        ", ", colours.Where(name => name != Colour).CountBy(name => name).OrderByDescending(name => name.Value)
            .Select(name => $"{name.Key} {name.Value}"));

    private static bool IsSame(IReadOnlyList<Frame> a, IReadOnlyList<Frame> b) =>
        a.Count == b.Count && a.Zip(b).All(pair => pair.First.Pixels.Span.SequenceEqual(pair.Second.Pixels.Span));

    private sealed record TrainingTime(TimeSpan Wall, TimeSpan Processor, double Loss)
    {
        public override string ToString() => string.Create(
            CultureInfo.InvariantCulture,
            $"| training, with encoding the clips | {Wall.TotalMinutes:0.0} minutes, {Processor.TotalMinutes:0.0} of one core; " +
            $"loss {Loss:0.000} at the end |");
    }
}
