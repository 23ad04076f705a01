using CogSpace.Generation;
using CogSpace.Generation.Workers;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Visitors;
using Microsoft.Extensions.DependencyInjection;

namespace CogSpace.Web.Tests.Api.Transcripts;

/// <summary>
/// Every interface answers as it did: the committed transcripts are sent once more, and what comes back has to be the same, apart
/// from ids, times and measurements.
/// </summary>
public sealed class TranscriptTests : IDisposable
{
    private const string Folder = "tests/CogSpace.Web.Tests/Api/Transcripts";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory, Trait("kind", "docs")]
    [InlineData("v1")]
    [InlineData("openai")]
    [InlineData("gradio")]
    [InlineData("zhipu")]
    public async Task AnInterface_AnswersAsItDid(string name)
    {
        string file = $"{Folder}/{name}.txt";
        var letGo = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await RunningServer.StartAsync(
            _folder,
            services => services.AddSingleton<IVideoMaker>(
                provider => new HeldMaker(new RestingMaker(provider.GetRequiredService<Generator>()), letGo.Task)),
            "Studio:Steps=8", "Api:Keys:0:Name=test", $"Api:Keys:0:Sha256={ProgramKey.HashOf(Transcript.Key)}",
            "Api:ModelNames:0=sora-2=cogspace-tiny", "Api:ModelNames:1=cogvideox-3=cogspace-tiny");
        var first = await server.Board.SubmitAsync(Someone.At("198.51.100.1"), Sample.Request(), Sample.Model, Cancel);
        await Wait.ForAsync(first, status => status.State == Web.Jobs.JobState.Running);
        var transcript = new Transcript(server.Address, EndAsync);

        string text = await transcript.ReplayAsync(await File.ReadAllTextAsync(Path.Combine(Repository.Root, file), Cancel));

        GeneratedSection.AssertCurrentFile(file, text, "CogSpace.Web.Tests");

        async Task EndAsync(bool isWaitedFor)
        {
            letGo.TrySetResult();
            foreach (var job in isWaitedFor ? server.Board.All : [])
                await Wait.ForEndAsync(job);
        }
    }

    public void Dispose() => _folder.Dispose();
}
