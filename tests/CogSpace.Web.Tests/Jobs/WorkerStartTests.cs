using System.Diagnostics;
using System.Net;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>A server whose worker does not start.</summary>
public sealed class WorkerStartTests : IDisposable
{
    private static readonly string Me = UnguessableId.New();
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Program => _folder["program"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("exit 3")]
    [InlineData("kill -9 $$")]
    public async Task TheJobWaits_ThePageSaysWhy_AndItIsMadeWhenTheWorkerStarts(string? script)
    {
        if (script is not null)
            WriteProgram(script);
        var clock = new FakeTimeProvider(DateTimeOffset.UtcNow);
        await using var server = await RunningServer.StartAsync(
            _folder,
            RunningServer.WithWorker
            + (services => services.AddSingleton(new WorkerCommand(Program, [])).AddSingleton<TimeProvider>(clock)));
        using var browser = server.NewBrowser();
        var submission = server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
        await PassUntil(clock, () => submission.IsCompleted);
        var job = await submission;
        while (server.Readiness.State == ModelReadinessState.Loading)
            await Task.Delay(20, Cancel);

        using var page = await browser.GetAsync("/me", Cancel);
        using var ready = await browser.GetAsync("/readyz", Cancel);

        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, ready.StatusCode);
        Assert.Contains(
            "The program that makes videos does not start.", await ready.Content.ReadAsStringAsync(Cancel),
            StringComparison.Ordinal);
        Assert.Equal((JobState.Queued, 0), (job.Status.State, job.Attempts));

        var command = WorkerCommand.For(typeof(JobBoard).Assembly);
        WriteProgram($"exec {command.Program} {string.Join(' ', command.Arguments)} \"$@\"");
        await PassUntil(clock, () => job.Status.State != JobState.Queued);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        using var again = await browser.GetAsync("/readyz", Cancel);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    private static async Task PassUntil(FakeTimeProvider clock, Func<bool> isSo)
    {
        while (!isSo())
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, Cancel);
        }
    }

    private void WriteProgram(string script)
    {
        string draft = _folder["draft"];
        File.WriteAllText(draft, $"#!/bin/sh\n{script}\n");
        using (var chmod = Process.Start("chmod", ["+x", draft]))
            chmod.WaitForExit();
        File.Move(draft, Program, overwrite: true);
    }
}
