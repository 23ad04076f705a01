using System.Diagnostics;
using System.Globalization;
using CogSpace.Generation.Hub;
using CogSpace.Tests.Hub;
using CogSpace.Weights;

namespace CogSpace.Benchmarks.Models;

/// <summary>
/// How fast a model is pulled from a hub on this machine, against a plain copy over the same loopback. They take turns.
/// </summary>
internal static class PullRate
{
    private const int Rounds = 5;
    private const int PieceBytes = 1 << 20;

    private static readonly HubModelId Id = new("random/weights");

    public static async Task RunAsync(double gigabytes)
    {
        using var files = RandomFiles.Write(gigabytes, ElementType.BF16);
        await using var hub = await TestHub.StartAsync();
        var repository = hub[Id.Name];
        var published = repository.FilesOf(repository.Publish(files.Folder));
        string[] names = [.. published.Select(file => file.Path)];

        var rates = new Dictionary<string, List<double>>();
        async Task TimeAsync(string what, Func<string, Task> work)
        {
            string folder = files.Space("copy");
            Directory.CreateDirectory(folder);
            var clock = Stopwatch.StartNew();
            await work(folder);
            if (!rates.TryGetValue(what, out var list))
                rates[what] = list = [];
            list.Add(files.Bytes / clock.Elapsed.TotalSeconds / 1e6);
            Directory.Delete(folder, recursive: true);
        }

        for (int round = 0; round <= Rounds; round++)
        {
            await TimeAsync("plain copy, kept on disk", folder => CopyAsync(hub, names, folder, flush: true));
            await TimeAsync("plain copy, hashed as well", folder => CopyAndHashAsync(hub, published, folder));
            await TimeAsync("pull", async folder =>
            {
                using var client = new ModelHub(new HubOptions { Endpoint = hub.Address, CacheFolder = folder });
                await client.PullAsync(Id, names);
            });
        }

        double Median(string what) => rates[what].Skip(1).Order().ElementAt(Rounds / 2);      // the first warms up
        double plain = Median("plain copy, kept on disk");
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{files.Bytes / 1e9:0.0} GB in {names.Length} files, 4 at a time; median of {Rounds}")
        );
        Console.WriteLine();
        Console.WriteLine("| what | MB/s | of a plain copy |");
        Console.WriteLine("|---|---|---|");
        foreach (string what in rates.Keys)
            Console.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"| {what} | {Median(what):0} | {Median(what) / plain:P0} |"));
    }

    private static async Task CopyAsync(TestHub hub, string[] names, string folder, bool flush)
    {
        using var http = new HttpClient();
        await Parallel.ForEachAsync(
            names,
            new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (name, cancel) =>
            {
                await using var body = await http.GetStreamAsync(
                    new Uri(hub.Address, $"{Id.Name}/resolve/main/{name}"), cancel);
                await using var file = new FileStream(
                    Path.Combine(folder, name), FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0,
                    FileOptions.Asynchronous);
                await body.CopyToAsync(file, PieceBytes, cancel);
                if (flush)
                    file.Flush(flushToDisk: true);
            }
        );
    }

    private static async Task CopyAndHashAsync(TestHub hub, IReadOnlyList<PublishedFile> files, string folder)
    {
        await CopyAsync(hub, [.. files.Select(file => file.Path)], folder, flush: true);
        await Parallel.ForEachAsync(
            files, new ParallelOptions { MaxDegreeOfParallelism = 4 },
            async (file, cancel) => await BlobHash.IsRightAsync(Path.Combine(folder, file.Path), file.Hash, cancel));
    }
}
