using CogSpace.Generation.Rewriting;
using CogSpace.Tests.Rewriting;
using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Rewriting;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CogSpace.Web.Tests.Moderation;

/// <summary>Whatever becomes of a prompt, no line of the log has it, at any level.</summary>
public sealed class NoPromptsInLogsTests : IDisposable
{
    private const string Mark = "xyzzy";
    private const string Prompt = $"a red {Mark} moves";
    private const string Owner = "0123456789abcdef0123456789abcdef";

    private static readonly TestLanguageModel.Answer Allows =
        TestLanguageModel.Sends(200, "application/json", "{\"allowed\": true}");

    private static readonly TestLanguageModel.Answer Refuses =
        TestLanguageModel.Sends(200, "application/json", "{\"allowed\": false, \"reason\": \"" + Mark + "\"}");

    private readonly TemporaryFolder _folder = new();
    private readonly HeardLog _log = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        _log.Dispose();
    }

    [Fact]
    public async Task AcceptedFailedCancelledRewrittenAndRefused_ItIsInNoLine()
    {
        await using var language = await TestLanguageModel.StartAsync(
            TestLanguageModel.Says($"A red {Mark} moves slowly."), TestLanguageModel.Sends(400, "application/json", "{}"));
        await using var host = await TestLanguageModel.StartAsync(
            Refuses, TestLanguageModel.Sends(500, "text/plain", Mark),
            Allows, Refuses, Allows);
        await File.WriteAllTextAsync(_folder["words.txt"], $"blocked {Mark}\n", Cancel);
        await using var server = await RunningServer.StartAsync(
            _folder,
            services =>
            {
                services.AddSingleton<ILoggerProvider>(_log);
                services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace));
                services.AddRewriter(new ConfigurationBuilder()
                    .AddInMemoryCollection([new("Rewriter:BaseUrl", language.BaseUrl)]).Build());
            },
            $"Moderation:Endpoint={host.BaseUrl}", $"Moderation:WordsFile={_folder["words.txt"]}");

        await RefusedAsync<RefusedException>(server, $"blocked {Mark}");        // by the list
        await RefusedAsync<RefusedException>(server, Prompt);                   // by the endpoint
        await RefusedAsync<RefusedException>(server, Prompt);                   // since that fails
        await RefusedAsync<InvalidRequestException>(server, $"{Mark}\a");
        var unseen = await EndAsync(server, Request(Prompt));                   // its pictures are refused
        var finished = await EndAsync(server, Request(Prompt));
        var cancelled = await server.Board.SubmitAsync(
            Owner, Sample.LongRequest() with { Prompt = Prompt }, Sample.Model, Cancel);
        await Wait.ForStepAsync(cancelled);
        var failed = await server.Board.SubmitAsync(Owner, Request($"{Prompt} again"), Sample.Model, Cancel);
        _ = Directory.CreateDirectory(_folder["data", "jobs", failed.Id, "video.mp4"]);      // no file can have that name
        cancelled.Cancel();
        await Wait.ForEndAsync(cancelled);
        await Wait.ForEndAsync(failed);
        var visitor = Visitor.OnThisMachine(Owner);
        string rewritten = await server.Rewriter.RewriteAsync(visitor, Prompt, Brief(), Cancel);
        await Assert.ThrowsAnyAsync<CogSpaceException>(() => server.Rewriter.RewriteAsync(visitor, Prompt, Brief(), Cancel));
        await server.StopAsync();

        Assert.Contains(Mark, unseen.Error, StringComparison.Ordinal);
        Assert.Equal(
            (JobState.Finished, JobState.Cancelled, JobState.Failed),
            (finished.State, cancelled.Status.State, failed.Status.State));
        Assert.Contains(Mark, rewritten, StringComparison.Ordinal);
        Assert.Contains(_log.Lines, line => line.Contains("Debug ", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("is finished after", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("A prompt was refused by the endpoint", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("answered with status 500", StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Lines, line => line.Contains(Mark, StringComparison.OrdinalIgnoreCase));
    }

    private static TextToVideo Request(string prompt) => Sample.Request(prompt: prompt);

    private static PromptBrief Brief() => PromptBrief.For(PromptPurpose.Video, Sample.Model, null);

    private static Task<T> RefusedAsync<T>(RunningServer server, string prompt)
        where T : Exception =>
        Assert.ThrowsAsync<T>(() => server.Board.SubmitAsync(Owner, Request(prompt), Sample.Model, Cancel));

    private static async Task<JobStatus> EndAsync(RunningServer server, GenerationRequest request) =>
        await Wait.ForEndAsync(await server.Board.SubmitAsync(Owner, request, Sample.Model, Cancel));
}
