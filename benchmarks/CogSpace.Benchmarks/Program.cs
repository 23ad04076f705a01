using System.Globalization;
using CogSpace;
using CogSpace.Benchmarks;
using CogSpace.Benchmarks.Attacks;
using CogSpace.Benchmarks.Drawn;
using CogSpace.Benchmarks.Frames;
using CogSpace.Benchmarks.Models;
using CogSpace.Benchmarks.Networks;
using CogSpace.Benchmarks.Pages;
using CogSpace.Benchmarks.Previews;
using CogSpace.Benchmarks.Programs;
using CogSpace.Benchmarks.StepCaching;
using TorchSharp;

// What benchmarks start in processes of their own.
switch (args)
{
    case [LoadRate.Child, var how, var folder, var type]:
        LoadRate.RunOnce(how, folder, Enum.Parse<torch.ScalarType>(type));
        return 0;
    case [FrameMemory.Child, var weights, var frames, var tile, var how]:
        FrameMemory.RunOnce(
            weights, int.Parse(frames, CultureInfo.InvariantCulture), int.Parse(tile, CultureInfo.InvariantCulture), how);
        return 0;
    case [MemoryPeaks.Child, .. var video]:
        await MemoryPeaks.RunOnceAsync(video);
        return 0;
    case [AttackedServer.Child, var data, .. var settings]:
        await AttackedServer.RunAsync(data, settings);
        return 0;
    case [StartUp.Child]:
        await StartUp.RunOnceAsync();
        return 0;
}

// ./cogspace bench [WORD [NUMBER | PART]] [--quick] [--write]: without a word, all.
var benchmarks = new Dictionary<string, Func<BenchOptions, Task>>
{
    ["networks"] = options => Task.Run(() => NetworkSpeeds.Run(options.Quick)),
    ["clips"] = ClipBenchmark.RunAsync,
    ["worker"] = WorkerBenchmark.RunAsync,
    ["frames"] = options =>
    {
        using var weights = new RandomNetworks();
        FrameRates.Run(weights, options);
        FrameMemory.RunLengths(weights, options);
        InterpolationRates.Run(weights);
        return Task.CompletedTask;
    },
    ["tiles"] = options =>
    {
        using var weights = new RandomNetworks();
        FrameMemory.RunTiles(weights, options);
        return Task.CompletedTask;
    },
    ["cache"] = options => Task.Run(() => CacheBenchmark.Run(options)),
    ["preview"] = _ => Task.Run(PreviewBenchmark.Run),
    ["memory"] = options => Task.Run(() => MemoryPeaks.Run(options)),
    ["start"] = _ => Task.Run(StartUp.Run),
    ["pages"] = _ => PageLoad.RunAsync(),
    ["programs"] = ProgramBenchmark.RunAsync,
    ["attacks"] = AttackBenchmark.RunAsync,
    ["soak"] = SoakBenchmark.RunAsync,
    ["pull"] = options => PullRate.RunAsync(options.Gigabytes),
    ["load"] = options => Task.Run(() => LoadRate.Run(options.Gigabytes)),
    ["drawn"] = DrawnBenchmark.RunAsync,
    ["lora"] = LoraBenchmark.RunAsync,
};

var (asked, problem) = BenchOptions.Read(args, benchmarks.Keys);
if (asked is null)
{
    Console.Error.WriteLine(problem);
    return 2;
}

var report = new Report(asked);
try
{
    foreach (var (name, run) in benchmarks)
    {
        if (asked.Word is null || asked.Word == name)
            await report.RunAsync(name, () => run(asked));
    }
}
catch (CogSpaceException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}

return 0;
