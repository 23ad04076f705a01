using System.Globalization;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CogSpace.Benchmarks.Peers;

namespace CogSpace.Benchmarks;

/// <summary>What a call costs, by BenchmarkDotNet, and from Python where there is one.</summary>
internal static class OperatorTable
{
    public static void Run(BenchOptions options)
    {
        // In this process: the native library is found beside it.
        var config = ManualConfig.CreateEmpty().AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .AddColumnProvider(DefaultColumnProviders.Instance).AddLogger(NullLogger.Instance).WithOptions(ConfigOptions.DisableLogFile)
            .WithArtifactsPath(Path.Combine(Report.Root, "artifacts", "benchmarks"));
        var summary = BenchmarkRunner.Run<OperatorBenchmarks>(config);
        var peer = options.Peer is null ? null : Peer.Run(options.Peer, "benchmarks/peer/operators.py", []);
        Console.WriteLine(peer is null ? "| operator | ns |" : "| operator | ns | Python, ns | Python / CogSpace |");
        Console.WriteLine(peer is null ? "|---|---|" : "|---|---|---|---|");
        foreach (var report in summary.Reports)
        {
            string name = report.BenchmarkCase.Descriptor.WorkloadMethod.Name;
            double nanoseconds = report.ResultStatistics?.Median ?? double.NaN;
            string compared = peer is null ? "" : peer[name] is { } other ? string.Create(CultureInfo.InvariantCulture, $" {other.GetValue<double>():0} | {other.GetValue<double>() / nanoseconds:0.00} |") : " | |";
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {name} | {nanoseconds:0} |") + compared);
        }
    }
}
