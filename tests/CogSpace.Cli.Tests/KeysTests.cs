namespace CogSpace.Cli.Tests;

/// <summary>cogspace keys, on a data folder as a server reads it.</summary>
public sealed class KeysTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AKey_IsShownOnce_ListedAndRevoked()
    {
        var made = await RunAsync("create", "alice", "--concurrent", "2", "--per-day", "50", "--compute-per-day", "01:30:00",
            "--model", "a/b", "--model", "c", "--priority", "3");

        Assert.True(made.ExitCode == 0, made.Error);
        Assert.Matches("^csk_[A-Za-z0-9_-]{43}\n$", made.Output);
        var kept = Assert.Single(new ProgramKeyFile(_folder.FullPath).Read());
        Assert.Equal(ProgramKey.HashOf(made.Output.Trim()), kept.Sha256);
        Assert.Equal(
            (2, 50, TimeSpan.FromMinutes(90), 3), (kept.ConcurrentJobs, kept.JobsPerDay, kept.ComputePerDay, kept.Priority));
        Assert.DoesNotContain(
            made.Output.Trim(), await File.ReadAllTextAsync(_folder["api-keys.json"]), StringComparison.Ordinal);

        string list = (await RunAsync("list")).Output;
        Assert.Contains("alice  2           50       01:30:00         3         a/b, c", list, StringComparison.Ordinal);
        Assert.Equal(0, (await RunAsync("revoke", "alice")).ExitCode);
        Assert.Empty(new ProgramKeyFile(_folder.FullPath).Read());
    }

    [Theory]
    [InlineData("The name \"a b\" is not possible", "create", "a b")]
    [InlineData("There is a key called there already.", "create", "there")]
    [InlineData("There is no key called gone.", "revoke", "gone")]
    [InlineData("The priority of the key \"a\" has to be between 1 and 100.", "create", "a", "--priority", "101")]
    [InlineData("A limit of the key \"a\" is zero or less", "create", "a", "--per-day", "0")]
    [InlineData("\"2h\" is not a time", "create", "a", "--compute-per-day", "2h")]
    [InlineData("\"two\" is not a valid whole number for --concurrent", "create", "a", "--concurrent", "two")]
    public async Task WhatCannotBe_IsRefusedWithASentence_AndChangesNothing(string sentence, params string[] arguments)
    {
        await RunAsync("create", "there");

        var run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(sentence, run.Error, StringComparison.Ordinal);
        Assert.Equal("there", Assert.Single(new ProgramKeyFile(_folder.FullPath).Read()).Name);
    }

    [Fact]
    public async Task ADamagedFile_IsLeftAsItIs()
    {
        await File.WriteAllTextAsync(_folder["api-keys.json"], "[{");

        var run = await RunAsync("create", "alice");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is damaged", run.Error, StringComparison.Ordinal);
        Assert.Equal("[{", await File.ReadAllTextAsync(_folder["api-keys.json"]));
    }

    private Task<CliRun> RunAsync(params string[] arguments) =>
        CliRun.StartAsync(["keys", .. arguments, "--data", _folder.FullPath]);
}
