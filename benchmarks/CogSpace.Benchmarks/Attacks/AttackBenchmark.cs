using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>What strangers can do to a server and to its other visitors.</summary>
/// <remarks>Server, visitors and attackers share this machine's cores, so all figures are upper bounds.</remarks>
internal static class AttackBenchmark
{
    private const string FilesName = "damaged files";
    private const int Files = 300;
    private const double Megabyte = 1e6;
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(40);

    public static async Task RunAsync(BenchOptions options)
    {
        if (IsAsked(FilesName))
        {
            await SendFilesAsync(options.Quick ? Files / 10 : Files);
            Console.WriteLine();
        }

        var attacks = (await Attack.AllAsync()).Where(attack => IsAsked(attack.Name)).ToList();
        if (attacks.Count == 0)
            return;
        Console.WriteLine($"""
            {HonestVisitors.Count} visitors at as many addresses load the page every 10 seconds, ten of them make one video of 2 steps
            after the other; beside them one attacker from one address, with a server of its own each time.

            | attacker | page, median / 99 % / last | seconds to a video, median / last | videos | failures, refusals | memory, most / after | disk |
            |---|---|---|---|---|---|---|
            """);
        foreach (var attack in (IEnumerable<Attack?>)[null, .. attacks])
            await RunAsync(attack, options.Quick ? Watched / 4 : Watched);

        bool IsAsked(string name) => options.Part is null || name.Contains(options.Part, StringComparison.OrdinalIgnoreCase);
    }

    private static async Task RunAsync(Attack? attack, TimeSpan time)
    {
        await using var server = await ServerUnderTest.StartAsync();
        using var stop = new CancellationTokenSource(time);
        var honest = new HonestVisitors();
        var all = Task.WhenAll(honest.RunAsync(server.Address, stop.Token), AttackAsync(attack, server.Address, stop.Token));
        long most = 0;
        while (!all.IsCompleted)
        {
            most = Math.Max(most, server.MemoryBytes);
            await Task.WhenAny(all, Task.Delay(100));
        }

        await all;
        await Task.Delay(TimeSpan.FromSeconds(5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            | {attack?.Name ?? "none"} | {At(honest.Loads, 0.5):0} / {At(honest.Loads, 0.99):0} / {At(honest.Loads, 1):0} ms | {At(honest.Waits, 0.5):0.0} / {At(honest.Waits, 1):0.0} | {honest.Waits.Count} | {honest.Failures}, {honest.Refusals} | {most / Megabyte:0} / {server.MemoryBytes / Megabyte:0} MB | {server.DiskBytes / Megabyte:0.0} MB |
            """));
    }

    private static async Task AttackAsync(Attack? attack, Uri server, CancellationToken stop)
    {
        try
        {
            if (attack is not null)
                await attack.RunAsync(server, stop);
        }
        catch (Exception e) when (e is OperationCanceledException or HttpRequestException)
        {
            // It is over, or was refused before it began.
        }
    }

    // Each has to be answered with a sentence, and to leave nothing unless it was taken.
    private static async Task SendFilesAsync(int count)
    {
        var files = await HostileFile.DamagedAsync(count);
        await using var server = await ServerUnderTest.StartAsync();
        using var client = new Client(server.Address, Attack.Address);
        await client.LoadAsync(CancellationToken.None);
        string token = await client.TokenAsync(CancellationToken.None);
        long before = server.MemoryBytes;
        var seconds = new List<double>();
        var (taken, refused, without) = (0, 0, 0);
        foreach (var (file, kind) in files)
        {
            long begun = Stopwatch.GetTimestamp();
            var (status, answer) = await client.UploadAsync(new ByteArrayContent(file), kind, token, CancellationToken.None);
            seconds.Add(Stopwatch.GetElapsedTime(begun).TotalSeconds);
            bool isTaken = status == HttpStatusCode.OK;
            taken += isTaken ? 1 : 0;
            refused += isTaken ? 0 : 1;
            without += !isTaken && ((int)status >= 500 || !HasSentence(answer)) ? 1 : 0;
        }

        await Task.Delay(TimeSpan.FromSeconds(5));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            {count} damaged pictures and videos, one after the other:

            | what | figure |
            |---|---|
            | could be read all the same / were refused | {taken} / {refused} |
            | refused without a sentence, or with a status of 500 and more | {without} |
            | the longest answer | {seconds.Max():0.0} s |
            | memory, before / after | {before / Megabyte:0} / {server.MemoryBytes / Megabyte:0} MB |
            | uploads that are kept | {server.Uploads} |
            """));
    }

    private static bool HasSentence(string answer) =>
        JsonDocument.Parse(answer).RootElement.TryGetProperty("error", out var error)
        && error.GetString() is { Length: > 10 } sentence
        && sentence.EndsWith('.');

    private static double At(IReadOnlyList<double> sorted, double part) =>
        sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(sorted.Count * part))];
}
