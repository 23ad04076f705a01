using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CogSpace.Benchmarks;
using CogSpace.Benchmarks.Pages;

// ./cogspace bench [operators | clips | pages]: without a word, all.
string what = args.Length > 0 ? args[0] : "all";
if (what is not ("all" or "operators" or "clips" or "pages"))
{
    Console.Error.WriteLine($"\"{what}\" is no benchmark: use operators, clips or pages.");
    return 2;
}

if (what is "all" or "clips")
    await ClipBenchmark.RunAsync();
if (what is "all" or "pages")
    await PageLoad.RunAsync();
if (what is "all" or "operators")
{
    // In this process: the native library is found beside it.
    var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
    BenchmarkRunner.Run<OperatorBenchmarks>(config);
}

return 0;
