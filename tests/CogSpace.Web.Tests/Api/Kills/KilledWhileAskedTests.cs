using CogSpace.Web.Tests.Jobs;

namespace CogSpace.Web.Tests.Api.Kills;

/// <summary>
/// kill -9 while programs ask, poll and listen: through every interface, what is asked for again is made exactly once.
/// </summary>
public sealed class KilledWhileAskedTests : IDisposable
{
    private const string Key = "csk_of-a-test";
    private const int LongestDelay = 400;       // milliseconds; sooner or later than the answers

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static string[] Settings { get; } =
    [
        "Api__Keys__0__Name=test", $"Api__Keys__0__Sha256={ProgramKey.HashOf(Key)}", "Api__Keys__0__ConcurrentJobs=100",
        "Api__RequestsPerMinute=100000", "Jobs__QueueLength=100", "Studio__Steps=2",
    ];

    [Fact]
    public async Task EveryRequest_IsOneVideo_ThroughEveryInterface()
    {
        var random = new Random(20260101);
        var all = new List<StubbornProgram>();
        foreach (bool isHeard in (bool[])[false, false, true])
        {
            var programs = OfEveryInterface($"{all.Count}");
            all.AddRange(programs);
            using var server = ServerProcess.Start(_folder, Settings);
            var address = await server.ListensAsync();
            var asked = programs.Select(program => program.AskAsync(address, Key)).ToList();
            if (isHeard)
                await Task.WhenAll(programs.Select(program => program.Heard));
            await Task.Delay(random.Next(0, LongestDelay), Cancel);
            server.Kill();
            await Task.WhenAll(asked);
        }

        using (var last = ServerProcess.Start(_folder, Settings))
        {
            var address = await last.ListensAsync();
            Assert.DoesNotContain(false, await Task.WhenAll(all.Select(program => program.AskAsync(address, Key))));
        }

        Assert.All(all, program => Assert.Single(program.Ids));
        Assert.Equal(all.SelectMany(program => program.Ids).Order(), Jobs("job.json"));
        Assert.Equal(Jobs("job.json"), Jobs("video.mp4"));
    }

    public void Dispose() => _folder.Dispose();

    private static StubbornProgram[] OfEveryInterface(string round) =>
    [
        new V1Program($"{round}-polled-of-v1"), new V1Listener($"{round}-heard-of-v1"), new DirectProgram($"{round}-of-generate"),
        new OpenAiProgram($"{round}-of-openai"), new ZhipuProgram($"{round}-of-zhipu"), new GradioListener($"{round}-of-gradio"),
    ];

    // The jobs that have this file.
    private IEnumerable<string> Jobs(string file) =>
        Directory.EnumerateFiles(_folder["data", "jobs"], file, SearchOption.AllDirectories)
            .Select(path => Path.GetFileName(Path.GetDirectoryName(path)!)).Order();
}
