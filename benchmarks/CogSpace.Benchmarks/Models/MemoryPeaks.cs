using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using CogSpace.Generation;
using CogSpace.Pipeline;
using CogSpace.PostProcess.Media;
using CogSpace.Tests;

namespace CogSpace.Benchmarks.Models;

/// <summary>
/// Peak memory and time of a video per memory mode, and what was expected. The wide models are as wide as the published ones
/// but have two blocks of each kind.
/// </summary>
/// <remarks>Each video is made in a process of its own, so that its peak is its own.</remarks>
internal static class MemoryPeaks
{
    public const string Child = "memory-once";

    private static readonly MemoryMode[] Extremes = [MemoryMode.Resident, MemoryMode.Sequential];
    private static readonly MemoryMode[] OneByOne = [MemoryMode.Model];       // where it is the autoencoder's that counts

    private sealed record Case(
        string Model, ComputeType Type, WeightKind Weights, int Frames, int Width, int Height, string? Lora = null)
    {
        public bool Tiled { get; init; }

        public MemoryMode[] Modes { get; init; } = [MemoryMode.Resident, MemoryMode.Model, MemoryMode.Sequential];
    }

    public static void Run(BenchOptions asked)
    {
        string root = typeof(MemoryPeaks)
            .Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(a => a.Key == "RepositoryRoot")
            .Value!;
        string tiny = Path.Combine(root, "models", "cogspace-tiny");
        string folder = Directory.CreateTempSubdirectory("cogspace-memory-").FullName;
        try
        {
            string Wide(string name, int heads) =>
                WideModel.Write(
                    Directory.CreateDirectory(Path.Combine(folder, name)).FullName, tiny, heads, blocks: 2, textBlocks: 2);
            var (two, five) = (Wide("2B wide, 2 blocks", 30), Wide("5B wide, 2 blocks", 48));
            string lora = WideModel.WriteLora(Path.Combine(folder, "lora.safetensors"), 48, blocks: 2);
            Case[] cases = asked.Quick
                ?
                [
                    new(tiny, ComputeType.BF16, WeightKind.Auto, 49, 96, 64),
                    new(five, ComputeType.BF16, WeightKind.Auto, 9, 96, 64) { Modes = Extremes },
                ]
                :
                [
                    new(tiny, ComputeType.BF16, WeightKind.Auto, 49, 96, 64),
                    new(tiny, ComputeType.F32, WeightKind.Auto, 49, 96, 64),
                    new(two, ComputeType.BF16, WeightKind.Auto, 9, 720, 480) { Tiled = true, Modes = [MemoryMode.Resident] },
                    new(two, ComputeType.BF16, WeightKind.Auto, 9, 192, 128),
                    new(two, ComputeType.BF16, WeightKind.I8, 9, 192, 128),
                    new(two, ComputeType.F32, WeightKind.Auto, 9, 192, 128),
                    new(five, ComputeType.BF16, WeightKind.Auto, 9, 192, 128),
                    new(five, ComputeType.BF16, WeightKind.I8, 9, 192, 128),
                    new(five, ComputeType.F32, WeightKind.Auto, 9, 192, 128),
                    new(five, ComputeType.BF16, WeightKind.Auto, 9, 96, 64, lora) { Modes = Extremes },
                    new(five, ComputeType.BF16, WeightKind.I8, 9, 96, 64, lora) { Modes = Extremes },
                    new(five, ComputeType.F32, WeightKind.Auto, 9, 96, 64, lora) { Modes = Extremes },
                    new(two, ComputeType.BF16, WeightKind.Auto, 9, 288, 192) { Modes = OneByOne },
                    new(two, ComputeType.F32, WeightKind.Auto, 9, 288, 192) { Modes = OneByOne },
                ];
            Console.WriteLine(
                "| model | computed in | weights | frames | mode | expected | peak | peak / expected | seconds |");
            Console.WriteLine("|---|---|---|---|---|---|---|---|---|");
            foreach (var what in cases)
            {
                foreach (var mode in what.Modes)
                {
                    var (expected, peak, seconds) = Start(what, mode);
                    Console.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"| {Path.GetFileName(what.Model)} | {what.Type} | " +
                            $"{(what.Weights == WeightKind.I8 ? "int8" : "the same")} | {what.Frames} of {what.Width} " +
                            $"x {what.Height}{(what.Tiled ? ", tiles" : "")}{(what.Lora is null ? "" : ", a LoRA")} | " +
                            $"{mode.ToString().ToLowerInvariant()} | {ByteSize.Format(expected)} | " +
                            $"{ByteSize.Format(peak)} | {(double)peak / expected:0.00} | {seconds:0.0} |"
                        )
                    );
                }
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What the processes do: prints bytes expected, bytes at the peak, and seconds.</summary>
    public static async Task RunOnceAsync(string[] words)
    {
        var options = new PipelineOptions
        {
            Device = "cpu",
            Memory = Enum.Parse<MemoryMode>(words[1]),
            Type = Enum.Parse<ComputeType>(words[2]),
            Weights = Enum.Parse<WeightKind>(words[3]),
            Tiling = bool.Parse(words[4]),
        };
        int Number(int index) => int.Parse(words[index], CultureInfo.InvariantCulture);
        var request = new TextToVideo
        {
            Prompt = "a red circle",
            Seed = 1,
            Steps = 1,
            Frames = Number(5),
            Width = Number(6),
            Height = Number(7),
            Loras = words.Length > 8 ? [new LoraFile(words[8], 1)] : null,
        };
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mp4");
        var clock = Stopwatch.StartNew();
        var peak = PeakMemory.Start();
        using var generator = Generator.Create(new GeneratorOptions { ModelsFolder = words[0], Pipeline = options });
        var model = generator.Models.Find(words[0]);
        var result = await generator.GenerateAsync(
            await generator.PlanAsync(request, model), model, new GenerationOutput(path));
        File.Delete(path);
        Console.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{result.Memory!.Need} {peak.Bytes} {clock.Elapsed.TotalSeconds}"));
    }

    private static (long Expected, long Peak, double Seconds) Start(Case what, MemoryMode mode)
    {
        string[] words =
        [
            what.Model,
            $"{mode}",
            $"{what.Type}",
            $"{what.Weights}",
            $"{what.Tiled}",
            $"{what.Frames}",
            $"{what.Width}",
            $"{what.Height}",
            .. what.Lora is { } lora ? new[] { lora } : [],
        ];
        using var process = OwnProcess.Start([Child, .. words]);
        string[] said = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (
            long.Parse(said[0], CultureInfo.InvariantCulture), long.Parse(said[1], CultureInfo.InvariantCulture),
            double.Parse(said[2], CultureInfo.InvariantCulture));
    }
}
