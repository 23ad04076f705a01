using System.Diagnostics;
using System.Reflection;
using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The real server as a process, on a free port and with a data folder of its own.</summary>
internal sealed partial class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private static readonly string Program = typeof(ServerProcess).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "Server").Value!;

    private readonly TemporaryFolder _folder = new();
    private readonly string[] _settings;
    private Process? _process;

    private ServerProcess(string[] settings) => _settings = settings;

    /// <summary>Where it listens; ends in a slash.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1:0/");

    /// <summary>A path below the folder that it was started in; its data are in "data".</summary>
    public string PathOf(params ReadOnlySpan<string> parts) => _folder[parts];

    /// <param name="settings">As in the environment: "Studio__Steps=4".</param>
    public static async Task<ServerProcess> StartAsync(params string[] settings)
    {
        var server = new ServerProcess(settings);
        await server.StartAsync();
        return server;
    }

    /// <summary>Ends it as a power cut would.</summary>
    public async Task KillAsync()
    {
        if (_process is null)
            return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>Starts it; again on the port that it had.</summary>
    public async Task StartAsync()
    {
        var start = new ProcessStartInfo("dotnet", [Program])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder.FullPath,
        };
        string[] own =
        [
            "OPENAI_API_KEY=",
            "OPENAI_BASE_URL=",
            $"Data__Folder={_folder["data"]}",
            $"Models__Folder={Repository.Models}",
            "Models__Default=cogspace-tiny",
            "Hosting__Address=127.0.0.1",
            $"Hosting__Port={Address.Port}",
        ];
        foreach (string[] setting in own.Concat(_settings).Select(setting => setting.Split('=', 2)))
            start.Environment[setting[0]] = setting[1];

        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.Exited += (_, _) =>
            listening.TrySetException(new InvalidOperationException($"The server ended: {string.Join('\n', said)}"));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Address = await listening.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);

        void Hear(string? line)
        {
            if (line is null)
                return;
            lock (said)
                said.Add(line);
            if (ListeningLine().Match(line) is { Success: true } match)
                listening.TrySetResult(new Uri($"{match.Groups[1].Value}/"));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _folder.Dispose();
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex ListeningLine();
}
