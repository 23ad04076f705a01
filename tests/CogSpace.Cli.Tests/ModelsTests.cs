using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace models, against a hub on this machine.</summary>
public sealed class ModelsTests : IDisposable
{
    private const string Id = "zai-org/CogVideoX-tiny";
    private const string Prompt = "a red circle moves up on a white background";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task APulledModel_IsListedVerifiedUsedAndRemoved()
    {
        await using var hub = await HubAsync();

        var missing = await RunAsync(hub, "generate", "--prompt", Prompt, "--model", Id, "--output", _folder["a.mp4"]);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains($"To pull it: cogspace models pull {Id}", missing.Error, StringComparison.Ordinal);

        var pull = await RunAsync(hub, "models", "pull", Id);
        Assert.True(pull.ExitCode == 0, pull.Error);
        Assert.Matches(@"CogVideoX-tiny: (8\.\d+ MB) of \1", pull.Error);
        Assert.True(File.Exists(Path.Combine(pull.Output.Trim(), "model_index.json")));

        var list = await RunAsync(hub, "models", "list", "--dtype", "float32", "--device", "cpu");
        string[] lines = list.Output.Split('\n');
        Assert.Contains(
            lines,
            line =>
                line.StartsWith($"  {Id}", StringComparison.Ordinal)
                && line.Contains("text to video   8.", StringComparison.Ordinal)
                && line.EndsWith("yes", StringComparison.Ordinal)
        );
        Assert.Contains(
            lines,
            line =>
                line.StartsWith("  zai-org/CogVideoX-5b ", StringComparison.Ordinal)
                && line.Contains("21.5 GB  52.8 GB", StringComparison.Ordinal)
        );
        Assert.Contains("in float32 on cpu with the whole model in memory", list.Output, StringComparison.Ordinal);

        var whole = await RunAsync(hub, "models", "verify");
        Assert.Equal(0, whole.ExitCode);
        Assert.Contains($"{Id}: all is well", whole.Output + whole.Error, StringComparison.Ordinal);
        var generate = await RunAsync(
            hub, "generate", "--prompt", Prompt, "--model", Id, "--steps", "1", "--frames", "1", "--output",
            _folder["a.mp4"]);
        Assert.True(generate.ExitCode == 0, generate.Error);
        Assert.Contains($"model {Id}", generate.Error, StringComparison.Ordinal);

        string blob = new FileInfo(Path.Combine(pull.Output.Trim(), "vae", "config.json")).ResolveLinkTarget(true)!.FullName;
        await File.AppendAllTextAsync(blob, " ", TestContext.Current.CancellationToken);
        var verify = await RunAsync(hub, "models", "verify", Id);
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("vae/config.json is damaged", verify.Error, StringComparison.Ordinal);
        Assert.Contains("Not every model is whole.", verify.Error, StringComparison.Ordinal);

        var remove = await RunAsync(hub, "models", "remove", Id);
        Assert.Equal((0, 1), (remove.ExitCode, (await RunAsync(hub, "models", "remove", Id)).ExitCode));
        Assert.Contains("are free again", remove.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task KilledInTheMiddle_TheNextPullGoesOn()
    {
        await using var hub = await HubAsync();
        hub.Misbehaviour = visit => visit.IsCdn ? Faults.Slow(1_000_000) : null;
        using (var first = Start(hub, "models", "pull", Id))
        {
            await WaitAsync(() => Parts().Any(part => part.Exists && part.Length > 500_000));
            first.Kill();       // kill -9
            await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.NotEmpty(Parts());
        hub.Misbehaviour = _ => null;
        int before = hub.Visits.Count;
        var second = await RunAsync(hub, "models", "pull", Id);

        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Contains(hub.Visits.Skip(before), visit => visit.IsCdn && visit.Range is not null);
        Assert.Empty(Parts());
        Assert.Equal(0, (await RunAsync(hub, "models", "verify", Id)).ExitCode);
    }

    [Fact]
    public async Task TwoAtOnce_FetchEachFileOnce()
    {
        await using var hub = await HubAsync();
        var waits = new TaskCompletionSource();
        hub.Misbehaviour = visit => visit.IsCdn ? UntilOneWaits : null;

        using Process first = Start(hub, "models", "pull", Id), second = Start(hub, "models", "pull", Id);
        var outputs = new[] { first, second }.Select(program => program.StandardOutput.ReadToEndAsync(Cancel)).ToArray();
        var errors = await Task.WhenAll(ListenAsync(first), ListenAsync(second));

        foreach (var program in new[] { first, second })
            await program.WaitForExitAsync(Cancel);
        Assert.True((first.ExitCode, second.ExitCode) == (0, 0), string.Concat(errors));
        Assert.Equal(await outputs[0], await outputs[1]);
        Assert.Equal(4, hub.Visits.Count(visit => visit.IsCdn));
        Assert.True(waits.Task.IsCompletedSuccessfully);

        // The hub sends nothing until one of them has said that it waits for the other.
        async Task<bool> UntilOneWaits(HttpContext context)
        {
            await waits.Task.WaitAsync(context.RequestAborted);
            return false;
        }

        async Task<string> ListenAsync(Process program)
        {
            var said = new StringBuilder();
            while (await program.StandardError.ReadLineAsync(Cancel) is { } line)
            {
                said.AppendLine(line);
                if (line.Contains("Another program is fetching", StringComparison.Ordinal))
                    waits.TrySetResult();
            }

            return said.ToString();
        }
    }

    [Theory]
    [InlineData(2, "is not a model of a hub", "pull", "../evil")]
    [InlineData(2, "is not a model of a hub", "pull", "https://huggingface.co/a/b")]
    [InlineData(2, "--endpoint is", "pull", "a/b", "--endpoint", "nonsense")]
    [InlineData(2, "models pull --help", "pull")]
    [InlineData(2, "models --help", "lst")]
    [InlineData(1, "is not in the cache", "verify", "zai-org/other")]
    [InlineData(1, "is not in the cache", "remove", "zai-org/other")]
    public async Task WhatCannotBe_IsASentence_AndAsksNoHub(int exitCode, string says, params string[] arguments) =>
        AssertRefused(exitCode, says, await CliRun.StartAsync(["models", .. arguments]));

    [Theory]
    [InlineData("There is no zai-org/other on", "zai-org/other")]
    [InlineData("has no revision \"v9\"", "zai-org/CogVideoX-tiny@v9")]
    public async Task Pull_WhatTheHubDoesNotHave_IsASentence(string says, string model)
    {
        await using var hub = await HubAsync();

        AssertRefused(1, says, await RunAsync(hub, "models", "pull", model));
    }

    private static void AssertRefused(int exitCode, string says, CliRun run)
    {
        Assert.True(
            run.ExitCode == exitCode && run.Error.Contains(says, StringComparison.Ordinal),
            $"exit code {run.ExitCode}, said: {run.Error}{run.Output}");
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models ", "pull")]
    [InlineData("models pull zai-org/CogVideoX-2", "zai-org/CogVideoX-2b")]
    [InlineData("generate --neg", "--negative-prompt")]
    public async Task Bash_CompletesWhatIsTyped(string typed, string completion)
    {
        await using var hub = await HubAsync();
        string script = (await RunAsync(hub, "completion", "bash")).Output;
        await File.WriteAllTextAsync(_folder["ask.sh"], $$"""
            cogspace() { dotnet "{{Path.Combine(AppContext.BaseDirectory, "cogspace.dll")}}" "$@"; }
            {{script}}
            COMP_LINE="cogspace {{typed}}" COMP_POINT=${#COMP_LINE}
            read -ra COMP_WORDS <<< "$COMP_LINE"
            case $COMP_LINE in *' ') COMP_WORDS+=('');; esac
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _cogspace 2> /dev/null
            printf '%s\n' "${COMPREPLY[@]}"
            """.Replace("COMP_POINT=${#COMP_LINE}", "\nCOMP_POINT=${#COMP_LINE}", StringComparison.Ordinal),
            TestContext.Current.CancellationToken
        );

        string said = Encoding.UTF8.GetString(await Programs.RunAsync("bash", _folder["ask.sh"]));

        Assert.Contains(completion, said.Split('\n'));
    }

    private static async Task<TestHub> HubAsync()
    {
        var hub = await TestHub.StartAsync();
        hub[Id].Publish(Repository.TinyModel);
        return hub;
    }

    private Task<CliRun> RunAsync(TestHub hub, params string[] arguments) =>
        CliRun.StartAsync(Environment(hub), arguments);

    private Process Start(TestHub hub, params string[] arguments) => CliRun.Start(Environment(hub), arguments);

    private Dictionary<string, string> Environment(TestHub hub) =>
        new()
        {
            ["HF_ENDPOINT"] = hub.Address.ToString(),
            ["HF_HOME"] = _folder["home"],
            ["HF_HUB_CACHE"] = _folder["hub"],
        };

    private List<FileInfo> Parts() =>
        Directory.Exists(_folder["hub"])
            ? [.. new DirectoryInfo(_folder["hub"]).EnumerateFiles("*.incomplete", SearchOption.AllDirectories)]
            : [];

    private static async Task WaitAsync(Func<bool> isSo)
    {
        var clock = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(3), "It takes too long.");
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
    }
}
