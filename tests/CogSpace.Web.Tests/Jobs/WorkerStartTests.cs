using System.Diagnostics;
using System.Net;
using CogSpace.Generation.Workers;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.DependencyInjection;

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
        await using var server = await RunningServer.StartAsync(
            _folder, services => services.AddSingleton(new WorkerCommand(Program, [])));
        using var browser = server.NewBrowser();
        var job = await server.Board.SubmitAsync(Me, Sample.Request(), Sample.Model, Cancel);
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
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        using var again = await browser.GetAsync("/readyz", Cancel);
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
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
