using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>The server as a process of its own, leader of its group, which can be killed like one.</summary>
internal sealed partial class ServerProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConcurrentQueue<string> _output = new();

    private ServerProcess(Process process) => _process = process;

    /// <summary>What it has written so far.</summary>
    public string Output => string.Join('\n', _output);

    /// <summary>Starts it; it may be killed before it has come far.</summary>
    public static ServerProcess Start(TemporaryFolder data, params string[] settings)
    {
        // A shell in the background has its children ignore Ctrl+C: these should hear it wherever they are started.
        var start = new ProcessStartInfo(
            "setsid", ["env", "--default-signal=INT", "dotnet", typeof(CogSpace.Web.Jobs.JobBoard).Assembly.Location])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (
            string setting in (string[])
                [
                    $"Data__Folder={data["data"]}",
                    "Data__FreeMegabytes=0",
                    $"Models__Folder={Repository.Models}",
                    "Models__Default=cogspace-tiny",
                    "Hosting__Port=0",
                    .. settings,
                ]
        )
            start.Environment[setting.Split('=')[0]] = setting.Split('=', 2)[1];

        var server = new ServerProcess(new Process { StartInfo = start });
        server._process.OutputDataReceived += (_, line) => server.Hear(line.Data);
        server._process.ErrorDataReceived += (_, line) => server.Hear(line.Data);
        server._process.Start();
        server._process.BeginOutputReadLine();
        server._process.BeginErrorReadLine();
        return server;
    }

    /// <summary>Where it listens, as soon as it does.</summary>
    public async Task<Uri> ListensAsync()
    {
        try
        {
            return await _address.Task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The server does not start:\n{Output}");
        }
    }

    /// <summary>Asks for a page as a browser does that has it open already.</summary>
    /// <exception cref="InvalidOperationException">It does not answer; says what it and its threads were doing.</exception>
    public async Task<string> PageAsync(HttpClient browser)
    {
        try
        {
            return await browser.GetStringAsync("/", TestContext.Current.CancellationToken).WaitAsync(Limit);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"The server does not answer:\n{Output}\n{string.Join('\n', Threads())}");
        }
    }

    /// <summary>kill -9: nothing of it gets to say goodbye.</summary>
    public void Kill()
    {
        _process.Kill(entireProcessTree: false);
        _process.WaitForExit();
    }

    /// <summary>As a container is stopped.</summary>
    public async Task<int> TerminateAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Ctrl+C, as a terminal sends it: to the server and to the programs that it has started.</summary>
    public async Task<int> InterruptAsync()
    {
        using var kill = Process.Start("kill", ["-INT", "--", $"-{_process.Id}"]);
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        return _process.ExitCode;
    }

    /// <summary>Its number.</summary>
    public int Id => _process.Id;

    /// <summary>The process that makes its videos; null: there is none at the moment.</summary>
    public int? WorkerId => ProcessTree.Below(Id).Where(ProcessTree.IsWorker).Select(id => (int?)id).FirstOrDefault();

    /// <summary>Whether it has FFmpeg at work.</summary>
    public bool IsEncoding => ProcessTree.Below(Id).Any(id => ProcessTree.NameOf(id) == "ffmpeg");

    public async Task<int> ExitAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Limit);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            Kill();
        _process.Dispose();
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
            _address.TrySetResult(new Uri(match.Groups[1].Value));
    }

    // ".NET TP Worker", where it is in the kernel, and what it asked that for.
    private IEnumerable<string> Threads() => Directory.EnumerateDirectories($"/proc/{_process.Id}/task")
        .Select(thread => $"{Read(thread, "comm")}: {Read(thread, "wchan")}, {Read(thread, "syscall")}");

    private static string Read(string thread, string file)
    {
        try
        {
            return File.ReadAllText(Path.Combine(thread, file)).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "?";
        }
    }

    [GeneratedRegex("Now listening on: (http://[0-9.:]+)")]
    private static partial Regex Listening();
}
