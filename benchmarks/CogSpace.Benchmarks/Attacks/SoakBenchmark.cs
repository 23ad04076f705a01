using System.Globalization;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>
/// Many jobs one after the other: what stays of each in memory, descriptors, threads and on disk, of the server and of its
/// worker.
/// </summary>
internal static class SoakBenchmark
{
    private const int Jobs = 1_000;
    private const double WarmUp = 0.1;
    private const int Lines = 10;
    private const int Every = 50;

    public static async Task RunAsync(BenchOptions options)
    {
        int jobs = Math.Max(Lines, (int)(options.Number ?? (options.Quick ? Jobs / 5 : Jobs)));
        int warmUp = (int)(WarmUp * jobs);

        // The worker stays the same process, else its memory would begin again.
        await using var server = await ServerUnderTest.StartAsync(
            "Jobs:Retention=00:00:30", "FairShare:ComputePerDay=1.00:00:00", "Worker:VideosPerProcess=0");
        using var client = new Client(server.Address, "198.51.100.1");
        await client.LoadAsync(CancellationToken.None);
        var (own, worker) = (new List<(int Job, double Memory)>(), new List<(int Job, double Memory)>());
        var processes = new HashSet<int>();
        int failed = 0;
        Console.WriteLine("| job | memory | descriptors | threads | worker's memory | its descriptors | its threads | disk |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        for (int number = 1; number <= jobs; number++)
        {
            failed += await MakeAsync(client) ? 0 : 1;
            var (use, workers) = (server.Use, server.WorkerUse);
            if (workers is not null)
                processes.Add(workers.Process);
            if (number > warmUp)
            {
                own.Add((number, use.MemoryBytes));
                if (workers is not null)
                    worker.Add((number, workers.MemoryBytes));
            }

            if (number % (jobs / Lines) == 0)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {number} | {Words(use)} | {(workers is null ? "none | | " : Words(workers))} | " +
                    $"{server.DiskBytes / 1e6:0.0} MB |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{failed} of {jobs} jobs failed. Workers, one after the other: {processes.Count}."));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"After the first {warmUp}, the server's memory grew by {Slope(own) / 1000:0.0} KB a job, the worker's by " +
            $"{Slope(worker) / 1000:0.0} KB."));
    }

    private static string Words(ProcessUse use) => string.Create(
        CultureInfo.InvariantCulture, $"{use.MemoryBytes / 1e6:0} MB | {use.OpenFiles} | {use.Threads}");

    private static async Task<bool> MakeAsync(Client client)
    {
        var (job, answer) = await client.SubmitAsync(1, CancellationToken.None);
        if (job is null)
            throw new InvalidOperationException(answer);
        string state;
        while ((state = await client.StateAsync(job, CancellationToken.None)) is "Queued" or "Running")
            await Task.Delay(Every);
        return state == "Finished";
    }

    // Least squares.
    private static double Slope(List<(int Job, double Memory)> samples)
    {
        if (samples.Count < 2)
            return double.NaN;
        double middle = samples.Average(sample => sample.Job), mean = samples.Average(sample => sample.Memory);
        return samples.Sum(sample => (sample.Job - middle) * (sample.Memory - mean))
            / samples.Sum(sample => Math.Pow(sample.Job - middle, 2));
    }
}
