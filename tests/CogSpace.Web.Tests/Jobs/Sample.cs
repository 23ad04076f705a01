using CogSpace.Generation;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Requests and records as they come about.</summary>
internal static class Sample
{
    public const string Model = "cogspace-tiny";

    public const string Prompt = "a red circle moves from left to right on a white background";

    public static readonly DateTimeOffset Noon = new(2030, 1, 1, 12, 0, 0, TimeSpan.Zero);

    public static TextToVideo Request(int steps = 2, uint seed = 7, string prompt = Prompt) =>
        new()
        {
            Prompt = prompt,
            Seed = seed,
            Steps = steps,
            Frames = 9,
        };

    /// <summary>Takes most of a minute: it runs until somebody stops it.</summary>
    public static TextToVideo LongRequest() => Request(steps: 1000) with { Frames = null };

    public static JobRecord Record(
        long place = 1, JobState state = JobState.Queued, int attempts = 0, string? owner = null, int steps = 2) =>
        new()
        {
            Id = UnguessableId.New(),
            Owner = owner ?? UnguessableId.New(),
            Model = Model,
            Request = Request(steps, (uint)place),
            Created = Noon.AddSeconds(place),
            Place = place,
            State = state,
            Attempts = attempts,
            Notes = ["A note."],
            Ended = state is JobState.Queued or JobState.Running ? null : Noon.AddSeconds(place),
        };

    public static Recipe Recipe() => new()
    {
        Request = Request() with { DynamicGuidance = true, Scheduler = SchedulerKind.Dpm, Width = 96, Height = 64 },
        Model = Model,
        Made = new VideoInfo(96, 64, 9, 8),
        Computed = new Computation("float32", "cpu"),
    };

    public static DataFolder Open(TemporaryFolder folder) => new(Options.Create(new DataOptions { Folder = folder["data"] }));

    public static JobStore StoreOf(DataFolder data, TimeProvider? time = null) =>
        new(data, time ?? TimeProvider.System, NullLogger<JobStore>.Instance);

    /// <summary>A job that nobody runs.</summary>
    public static GenerationJob Job(JobRecord record, JobStore store) =>
        new(record, store, TimeProvider.System, NullLogger.Instance);

    /// <summary>Puts jobs on disk as an earlier server left them; a finished one gets a file for its video.</summary>
    public static void Seed(TemporaryFolder folder, params JobRecord[] records)
    {
        using var data = Open(folder);
        var store = StoreOf(data);
        foreach (var record in records)
        {
            store.Save(record);
            if (record.State == JobState.Finished)
                File.WriteAllBytes(store.VideoPath(record.Id), Video);
        }
    }

    /// <summary>Stands for a video where nobody looks into it.</summary>
    public static byte[] Video { get; } = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 31))];
}
