using System.Globalization;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CogSpace.Benchmarks;
using CogSpace.Benchmarks.Models;
using CogSpace.Benchmarks.Pages;
using CogSpace.Benchmarks.Previews;
using CogSpace.Benchmarks.StepCaching;
using TorchSharp;

// ./cogspace bench [operators | clips | cache | preview | memory | pages | pull [GB] | load [GB]]: without a word, all.
string what = args.Length > 0 ? args[0] : "all";
if (what == LoadRate.Child)
{
    LoadRate.RunOnce(args[1], args[2], Enum.Parse<torch.ScalarType>(args[3]));
    return 0;
}

if (what == MemoryPeaks.Child)
{
    await MemoryPeaks.RunOnceAsync(args[1..]);
    return 0;
}

double gigabytes = 2;
if (what is not ("all" or "operators" or "clips" or "cache" or "preview" or "memory" or "pages" or "pull" or "load")
    || (args.Length > 1 && !(double.TryParse(args[1], NumberStyles.Float, CultureInfo.InvariantCulture, out gigabytes) && gigabytes is > 0 and < 1000)))
{
    Console.Error.WriteLine($"\"{string.Join(' ', args)}\" is no benchmark: use operators, clips, cache, preview, memory, pages, pull or load, the last two with the gigabytes to take.");
    return 2;
}

if (what is "all" or "clips")
    await ClipBenchmark.RunAsync();
if (what is "all" or "cache")
    CacheBenchmark.Run();
if (what is "all" or "preview")
    PreviewBenchmark.Run();
if (what is "all" or "pages")
    await PageLoad.RunAsync();
if (what is "all" or "pull")
    await PullRate.RunAsync(gigabytes);
if (what is "all" or "load")
    LoadRate.Run(gigabytes);
if (what is "all" or "memory")
    MemoryPeaks.Run();
if (what is "all" or "operators")
{
    // In this process: the native library is found beside it.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    BenchmarkRunner.Run<OperatorBenchmarks>(config);
}

return 0;
