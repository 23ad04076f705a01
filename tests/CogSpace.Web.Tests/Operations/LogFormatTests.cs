using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Operations;

public sealed class LogFormatTests : IDisposable
{
    private const string Secret = "an octopus writes poetry";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task Json_IsAnObjectOnEachLine_WithTheIdOfTheJob_AndNoPrompt()
    {
        var made = Sample.Record(1);
        made = made with { Request = Sample.Request(prompt: Secret) };
        var failed = Sample.Record(2) with { Model = "no-such-model", Request = Sample.Request(prompt: Secret) };
        Sample.Seed(_folder, made, failed);
        using var server = ServerProcess.Start(
            _folder, "Operations__LogFormat=json", "Operations__Token=an-operators-token-1", "Jobs__Retention=3650.00:00:00");
        await UntilAsync(() => Find(made).State == JobState.Finished && Find(failed).State == JobState.Failed);
        Assert.Equal(0, await server.TerminateAsync());

        var lines = server.Output.Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        foreach (var job in new[] { made, failed })
        {
            var own = lines.Where(line => line.GetRawText().Contains(job.Id, StringComparison.Ordinal)).ToList();
            Assert.NotEmpty(own);
            Assert.All(own, line => Assert.Contains($"\"JobId\":\"{job.Id}\"", line.GetRawText(), StringComparison.Ordinal));
        }

        Assert.Contains(
            lines,
            line => line.TryGetProperty("Scopes", out var scopes)
                && scopes.GetRawText().Contains(made.Id, StringComparison.Ordinal));
        Assert.DoesNotContain("octopus", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("an-operators-token-1", server.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_IsForPeople()
    {
        using var server = ServerProcess.Start(_folder);
        await server.ListensAsync();
        Assert.Equal(0, await server.TerminateAsync());

        Assert.All(
            server.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries),
            line => Assert.False(line.StartsWith('{'), line));
    }

    public void Dispose() => _folder.Dispose();

    private JobRecord Find(JobRecord job) => JobJson.Read(File.ReadAllBytes(_folder["data", "jobs", job.Id, "job.json"]));

    private static async Task UntilAsync(Func<bool> reached)
    {
        while (!reached())
            await Task.Delay(50, TestContext.Current.CancellationToken);
    }
}
