using System.Diagnostics;
using System.Globalization;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Models;

/// <summary>How fast a sharded checkpoint is loaded, against a plain read of the same files, and how much memory that takes at its peak.</summary>
/// <remarks>Each load is a process of its own, so that its peak is its own.</remarks>
internal static class LoadRate
{
    public const string Child = "load-once";

    private const int Rounds = 3;
    private const int PieceBytes = 1 << 20;

    public static void Run(double gigabytes)
    {
        Console.WriteLine("| from | to | read, GB/s | load, GB/s | of the read | peak memory of the weights |");
        Console.WriteLine("|---|---|---|---|---|---|");
        foreach (var (from, to) in new[] { (ElementType.BF16, ScalarType.BFloat16), (ElementType.F32, ScalarType.Float32), (ElementType.BF16, ScalarType.Float32), (ElementType.F32, ScalarType.BFloat16) })
        {
            using var files = RandomFiles.Write(gigabytes, from);
            var reads = new List<double>();
            var loads = new List<(double Seconds, double Peak)>();
            for (int round = 0; round < Rounds; round++)
            {
                reads.Add(Start("read", files.Folder, to).Seconds);
                loads.Add(Start("load", files.Folder, to));
            }

            double weights = (double)files.Bytes / from.Size() * (to == ScalarType.Float32 ? 4 : 2);
            double read = files.Bytes / 1e9 / reads.Order().ElementAt(Rounds / 2);
            double load = files.Bytes / 1e9 / loads.Select(run => run.Seconds).Order().ElementAt(Rounds / 2);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {from} | {to} | {read:0.0} | {load:0.0} | {load / read:P0} | {loads.Max(run => run.Peak) / weights:0.00}x of {weights / 1e9:0.0} GB |"));
        }
    }

    /// <summary>What the processes do: prints seconds and bytes.</summary>
    public static void RunOnce(string what, string folder, ScalarType type)
    {
        using (zeros(1))      // the library is there
        {
        }

        long before = Status("VmRSS");
        var clock = Stopwatch.StartNew();
        WeightScope? kept = null;
        if (what == "read")
            Read(folder);
        else
            kept = Load(folder, type);
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {Status("VmHWM") - before}"));
        kept?.Dispose();
    }

    private static WeightScope Load(string folder, ScalarType type)
    {
        using var checkpoint = Checkpoint.Open(folder, RandomFiles.Stem);
        return WeightLoader.Build(checkpoint, type, CPU, weights =>
        {
            foreach (string name in checkpoint.Names.Order(StringComparer.Ordinal))
                weights.Tensor(name, [.. checkpoint.Find(name)!.Shape]);
            return weights;
        });
    }

    private static void Read(string folder)
    {
        var piece = new byte[PieceBytes];
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            while (file.Read(piece) > 0)
            {
            }
        }
    }

    private static (double Seconds, double Peak) Start(string what, string folder, ScalarType type)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [typeof(LoadRate).Assembly.Location, Child, what, folder, type.ToString()]) { RedirectStandardOutput = true })!;
        string[] said = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }

    private static long Status(string name) =>
        long.Parse(File.ReadLines("/proc/self/status").Single(line => line.StartsWith($"{name}:", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2].Trim(), CultureInfo.InvariantCulture) * 1024;
}
