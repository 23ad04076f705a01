using System.Diagnostics;
using CogSpace.Generation.Workers;

namespace CogSpace.Benchmarks.Attacks;

/// <summary>An <see cref="AttackedServer"/> that is running, and what the system says of its process.</summary>
internal sealed class ServerUnderTest : IAsyncDisposable
{
    private readonly Process _process;

    private ServerUnderTest(Process process, string data, Uri address) =>
        (_process, Data, Address) = (process, data, address);

    public Uri Address { get; }

    /// <summary>The data folder.</summary>
    public string Data { get; }

    /// <summary>Bytes of memory that the page's process uses; the worker is another one.</summary>
    public long MemoryBytes => LinuxMemory.OfProcess("VmRSS", $"/proc/{_process.Id}") ?? 0;

    /// <summary>What the page's process takes of the system.</summary>
    public ProcessUse Use => ProcessUse.Of(_process.Id);

    /// <summary>What the process that makes the videos takes; null: there is none at the moment.</summary>
    public ProcessUse? WorkerUse => ProcessUse.ChildOf(_process.Id, WorkerCommand.Word);

    /// <summary>Bytes of all files in the data folder.</summary>
    public long DiskBytes => new DirectoryInfo(Data).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    /// <summary>How many uploads are there.</summary>
    public int Uploads => Directory.EnumerateDirectories(Path.Combine(Data, "uploads")).Count();

    public static async Task<ServerUnderTest> StartAsync(params string[] settings)
    {
        string data = Directory.CreateTempSubdirectory("cogspace-attacked-").FullName;
        var process = OwnProcess.StartServer([AttackedServer.Child, data, .. settings]);
        string? address = await process.StandardOutput.ReadLineAsync();
        var server = new ServerUnderTest(process, data, new Uri(address ?? throw new InvalidOperationException("No server.")));
        using var client = new HttpClient { BaseAddress = server.Address };
        while (true)
        {
            using var ready = await client.GetAsync("/readyz");
            if (ready.IsSuccessStatusCode)
                return server;
            await Task.Delay(200);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(Data, recursive: true);
    }
}
