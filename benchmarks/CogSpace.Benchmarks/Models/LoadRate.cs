using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Models;

/// <summary>
/// How fast a sharded checkpoint is loaded, against a plain read of the same files, and how much memory that takes at its
/// peak.
/// </summary>
/// <remarks>Each load is a process of its own, so that its peak is its own.</remarks>
internal static class LoadRate
{
    public const string Child = "load-once";

    private const int Rounds = 5;
    private const int PieceBytes = 1 << 20;

    public static void Run(double gigabytes)
    {
        Console.WriteLine(
            "| from | to | read, GB/s | read and kept, GB/s | load, GB/s | of the read that is kept | peak memory of " +
            "the weights |"
        );
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (
            var (from, to) in new[]
            {
                (ElementType.BF16, ScalarType.BFloat16),
                (ElementType.F32, ScalarType.Float32),
                (ElementType.BF16, ScalarType.Float32),
                (ElementType.F32, ScalarType.BFloat16),
            }
        )
        {
            using var files = RandomFiles.Write(gigabytes, from);
            var reads = new List<double>();
            var kept = new List<double>();
            var loads = new List<(double Seconds, double Peak)>();
            for (int round = 0; round < Rounds; round++)
            {
                reads.Add(Start("read", files.Folder, to).Seconds);
                kept.Add(Start("keep", files.Folder, to).Seconds);
                loads.Add(Start("load", files.Folder, to));
            }

            double weights = (double)files.Bytes / from.Size() * (to == ScalarType.Float32 ? 4 : 2);
            double Rate(IEnumerable<double> seconds) => files.Bytes / 1e9 / seconds.Order().ElementAt(Rounds / 2);
            var (read, keep, load) = (Rate(reads), Rate(kept), Rate(loads.Select(run => run.Seconds)));
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {from} | {to} | {read:0.0} | {keep:0.0} | {load:0.0} | {load / keep:P0} | " +
                    $"{loads.Max(run => run.Peak) / weights:0.00}x of {weights / 1e9:0.0} GB |"
                )
            );
        }
    }

    /// <summary>What the processes do: prints seconds and bytes.</summary>
    public static void RunOnce(string what, string folder, ScalarType type)
    {
        using (zeros(1))      // the library is there
        {
        }

        long? before = LinuxMemory.Resident;
        var clock = Stopwatch.StartNew();
        WeightScope? kept = null;
        if (what is "read" or "keep")
            Read(folder, keep: what == "keep");
        else
            kept = Load(folder, type);
        double seconds = clock.Elapsed.TotalSeconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds} {LinuxMemory.Peak - before}"));
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

    // Into one small piece of memory again and again, or into new memory for all: what loading cannot do without.
    private static unsafe void Read(string folder, bool keep)
    {
        var piece = new byte[PieceBytes];
        foreach (string path in Directory.EnumerateFiles(folder, "*.safetensors").Order(StringComparer.Ordinal))
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            var all = keep ? (byte*)NativeMemory.Alloc((nuint)file.Length) : null;      // given back when the process ends
            while (true)
            {
                var to = keep
                    ? new Span<byte>(all + file.Position, (int)Math.Min(PieceBytes, file.Length - file.Position))
                    : piece;
                if (to.Length == 0 || file.Read(to) == 0)
                    break;
            }
        }
    }

    private static (double Seconds, double Peak) Start(string what, string folder, ScalarType type)
    {
        using var process = OwnProcess.Start(Child, what, folder, type.ToString());
        string[] said = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (double.Parse(said[0], CultureInfo.InvariantCulture), double.Parse(said[1], CultureInfo.InvariantCulture));
    }
}
