using System.Net;
using System.Net.Sockets;
using System.Text;
using CogSpace.Generation;
using CogSpace.Generation.Provenance;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace verify, and generate --manifest.</summary>
public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SigningKey _key;

    public VerifyTests() => _key = SigningKey.OpenOrCreate(_folder["key.pem"]);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AWholeFile_IsVerified_ByAPublicOrAPrivateKey()
    {
        string file = await SignedAsync();
        await File.WriteAllTextAsync(_folder["public.pem"], _key.Public.Pem, Cancel);

        foreach (string key in new[] { "public.pem", "key.pem" })
        {
            var run = await CliRun.StartAsync("verify", file, "--key", _folder[key]);

            Assert.True(run.ExitCode == 0, run.Error);
            Assert.StartsWith($"{file}: verified.", run.Output, StringComparison.Ordinal);
            Assert.Contains(_key.Public.Id, run.Output, StringComparison.Ordinal);
            Assert.Contains("a red circle", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnotherPlaceForTheManifest_IsNamed()
    {
        string file = await SignedAsync();
        File.Move($"{file}.manifest.json", _folder["elsewhere.json"]);

        Assert.Equal(2, (await CliRun.StartAsync("verify", file, "--key", _folder["key.pem"])).ExitCode);
        var run = await CliRun.StartAsync(
            "verify", file, "--key", _folder["key.pem"], "--manifest", _folder["elsewhere.json"]);

        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public async Task WhatDoesNotFit_IsASentence_AndExitsWith1()
    {
        string file = await SignedAsync();
        await File.AppendAllTextAsync(file, "x", Cancel);
        await RefusedAsync(1, "The file is not the one that the manifest is about", file, "--key", _folder["key.pem"]);

        file = await SignedAsync();
        using var other = SigningKey.OpenOrCreate(_folder["other.pem"]);
        await RefusedAsync(1, "signed by another key", file, "--key", _folder["other.pem"]);

        string manifest = await File.ReadAllTextAsync($"{file}.manifest.json", Cancel);
        int payload = manifest.IndexOf("\"payload\": \"", StringComparison.Ordinal) + 40;
        string changed = manifest[..payload] + (manifest[payload] == 'A' ? 'B' : 'A') + manifest[(payload + 1)..];
        await File.WriteAllTextAsync($"{file}.manifest.json", changed, Cancel);
        await RefusedAsync(1, "The signature is wrong", file, "--key", _folder["key.pem"]);

        await File.WriteAllTextAsync($"{file}.manifest.json", "{}", Cancel);
        await RefusedAsync(1, "not a manifest of CogSpace", file, "--key", _folder["key.pem"]);
    }

    [Fact]
    public async Task WhatCannotBeChecked_IsASentence_AndExitsWith2()
    {
        string file = await SignedAsync();
        string missing = _folder["missing.pem"];
        await RefusedAsync(2, $"The key {missing} cannot be read", file, "--key", missing);
        await RefusedAsync(2, "cannot be read", file, "--key", _folder.FullPath);
        await File.WriteAllTextAsync(_folder["bad.pem"], "hello", Cancel);
        await RefusedAsync(2, "is damaged, or not a key in PEM", file, "--key", _folder["bad.pem"]);
        await RefusedAsync(2, "There is no file", _folder["none.mp4"], "--key", _folder["key.pem"]);
        await RefusedAsync(2, "is a folder", _folder.FullPath, "--key", _folder["key.pem"]);
        await RefusedAsync(2, "There is no file ", "", "--key", _folder["key.pem"]);
        File.Delete($"{file}.manifest.json");
        await RefusedAsync(2, $"There is no manifest {file}.manifest.json", file, "--key", _folder["key.pem"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/cogspace/")]
    public async Task AServersKey_IsFetched(string path)
    {
        string file = await SignedAsync();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = AnswerAsync(server, "200 OK", _key.Public.Pem);

        var run = await CliRun.StartAsync("verify", file, "--key", $"http://{server.LocalEndpoint}{path}");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.StartsWith(
            $"GET {path.TrimEnd('/')}/.well-known/cogspace-key.pem ", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerWithoutAKey_IsASentence()
    {
        string file = await SignedAsync();
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        var asked = AnswerAsync(server, "404 Not Found", "nothing");

        await RefusedAsync(2, "The key cannot be fetched from", file, "--key", $"http://{server.LocalEndpoint}");
        await asked;
    }

    [Fact]
    public async Task Generate_SignsWhatItMakes_WithAKeyOfThePerson()
    {
        var own = new Dictionary<string, string> { ["XDG_CONFIG_HOME"] = _folder["config"], ["HOME"] = _folder.FullPath };
        string[] small = ["--prompt", "a red circle", "--seed", "1", "--steps", "1", "--frames", "9"];
        var none = await CliRun.StartProcessAsync(own, "verify", await SignedAsync());
        Assert.Equal(2, none.ExitCode);
        Assert.Contains("Say with --key", none.Error, StringComparison.Ordinal);

        var made = await CliRun.StartProcessAsync(
            own, ["generate", .. small, "--manifest", "--gif", "--output", _folder["clip.mp4"]]);
        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Contains("A key for manifests was made. Others check them with ", made.Error, StringComparison.Ordinal);

        foreach (string name in new[] { "clip.mp4", "clip.gif" })
        {
            foreach (string[] key in new[] { [], new[] { "--key", _folder["config", "cogspace", "manifest-key.pub.pem"] } })
            {
                var run = await CliRun.StartProcessAsync(own, ["verify", _folder[name], .. key]);
                Assert.True(run.ExitCode == 0, run.Error);
            }
        }
    }

    public void Dispose()
    {
        _key.Dispose();
        _folder.Dispose();
    }

    private static async Task RefusedAsync(int exitCode, string sentence, params string[] arguments)
    {
        var run = await CliRun.StartAsync(["verify", .. arguments]);

        Assert.Equal((exitCode, ""), (run.ExitCode, run.Output));
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    // Answers one request, and says which it was.
    private static async Task<string> AnswerAsync(TcpListener server, string status, string body)
    {
        using var client = await server.AcceptTcpClientAsync(Cancel);
        using var reader = new StreamReader(client.GetStream(), leaveOpen: true);
        string first = (await reader.ReadLineAsync(Cancel))!;
        while (await reader.ReadLineAsync(Cancel) is { Length: > 0 })
            continue;
        await client.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"),
            Cancel);
        return first;
    }

    private async Task<string> SignedAsync()
    {
        string file = _folder["a.mp4"];
        await File.WriteAllTextAsync(file, "frames", Cancel);
        var recipe = new Recipe
        {
            Request = new TextToVideo { Prompt = "a red circle", Seed = 7, Steps = 2 },
            Model = "cogspace-tiny",
            Made = new VideoInfo(96, 64, 9, 8),
            Computed = new Computation("float32", "cpu"),
        };
        await ManifestFile.WriteAsync(file, recipe, _key, TimeProvider.System.GetUtcNow(), Cancel);
        return file;
    }
}
