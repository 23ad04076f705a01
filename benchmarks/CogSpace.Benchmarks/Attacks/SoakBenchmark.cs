using System.Globalization;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>Many jobs one after the other: what stays of each in memory, descriptors, threads and on disk.</summary>
internal static class SoakBenchmark
{
    private const int Jobs = 1_000;
    private const int WarmUp = 100;
    private const int Every = 50;

    public static async Task RunAsync(BenchOptions options)
    {
        int jobs = options.Quick ? Jobs / 5 : Jobs;
        await using var server = await ServerUnderTest.StartAsync(
            "Jobs:Retention=00:00:30", "FairShare:ComputePerDay=1.00:00:00");
        using var client = new Client(server.Address, "198.51.100.1");
        await client.LoadAsync(CancellationToken.None);
        var samples = new List<(int Job, double Memory)>();
        int failed = 0;
        Console.WriteLine("| job | memory | descriptors | threads | disk |");
        Console.WriteLine("|---|---|---|---|---|");
        for (int number = 1; number <= jobs; number++)
        {
            failed += await MakeAsync(client) ? 0 : 1;
            if (number > WarmUp)
                samples.Add((number, server.MemoryBytes));
            if (number % (jobs / 10) == 0)
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {number} | {server.MemoryBytes / 1e6:0} MB | {server.OpenFiles} | {server.Threads} | " +
                    $"{server.DiskBytes / 1e6:0.0} MB |"));
        }

        Console.WriteLine();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{failed} of {jobs} jobs failed. Memory grew by {Slope(samples) / 1000:0.0} KB a job after the first {WarmUp}."));
    }

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
    private static double Slope(IReadOnlyCollection<(int Job, double Memory)> samples)
    {
        double middle = samples.Average(sample => sample.Job), mean = samples.Average(sample => sample.Memory);
        return samples.Sum(sample => (sample.Job - middle) * (sample.Memory - mean))
            / samples.Sum(sample => Math.Pow(sample.Job - middle, 2));
    }
}
