using System.Text.Json;
using System.Text.Json.Serialization;
using CogSpace.Web.Jobs;
using CogSpace.Web.Uploads;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Jobs;

public sealed class JobStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DataFolder _data;
    private readonly JobStore _store;

    public JobStoreTests()
    {
        _data = Sample.Open(_folder);
        _store = Sample.StoreOf(_data);
    }

    [Fact]
    public void Load_GivesBackWhatWasSaved()
    {
        var record = Sample.Record(state: JobState.Finished) with
        {
            Request = Sample.Request(prompt: "</script> \"quotes\" \n 赤い円 🙂") with
            {
                NegativePrompt = "blue",
                DynamicGuidance = false,
                Width = 96,
            },
            Recipe = Sample.Recipe(),
            Started = Sample.Noon,
            Error = "None.",
        };

        _store.Save(record);

        var loaded = Assert.Single(_store.Load());
        Assert.Equal(record.Request, loaded.Request);
        Assert.Equal(record.Recipe, loaded.Recipe);
        Assert.Equal(record.Notes, loaded.Notes);
        Assert.Equal(record, loaded with { Notes = record.Notes });
    }

    [Fact]
    public void Save_ThatFails_LeavesNoHalfFile()
    {
        var record = Sample.Record();
        Directory.CreateDirectory(_folder["data", "jobs", record.Id, "job.json", "in the way"]);

        Assert.ThrowsAny<Exception>(() => _store.Save(record));

        Assert.Equal(
            ["job.json"],
            Directory.EnumerateFileSystemEntries(_folder["data", "jobs", record.Id]).Select(Path.GetFileName));
    }

    [Fact]
    public void Load_KeepsTheOrderOfPlaces_WhateverTheClockSaid()
    {
        long[] places = [5, 11, 2, 9, 30, 1];
        foreach (long place in places)
            _store.Save(Sample.Record(place) with { Created = Sample.Noon.AddHours(-place) });

        Assert.Equal(places.Order(), _store.Load().Select(record => record.Place));
    }

    [Fact]
    public void Load_GivesCopiedJobsPlacesOfTheirOwn()
    {
        _store.Save(Sample.Record(place: 4));
        _store.Save(Sample.Record(place: 4));
        _store.Save(Sample.Record(place: 5));

        Assert.Equal([4L, 5, 6], _store.Load().Select(record => record.Place));
    }

    [Fact]
    public void AFileThatHoldsNothing_IsNeitherAJobNorAnUpload()
    {
        Assert.Equal("it holds nothing", Assert.Throws<JsonException>(() => JobJson.Read("null"u8)).Message);
        Assert.Equal("it holds nothing", Assert.Throws<JsonException>(() => UploadJson.Read("null"u8)).Message);
    }

    [Fact]
    public void Load_SetsAsideAJob_WhoseSourceIsAnyOtherFile()
    {
        using var heard = new HeardLog();
        using var logs = new LoggerFactory([heard]);
        var store = new JobStore(_data, TimeProvider.System, logs.CreateLogger<JobStore>());
        store.Save(Sample.Record() with
        {
            Request = new ImageToVideo { Prompt = "a red circle", Seed = 1, Image = "../../etc/passwd" },
        });

        Assert.Empty(store.Load());

        Assert.Single(Directory.EnumerateDirectories(_data.Damaged));
        Assert.Contains(
            heard.Lines,
            line => line.Contains("the file that it is made from is none of ours", StringComparison.Ordinal));
    }

    [Fact]
    public void Load_AfterAKillDuringTheFirstWrite_KnowsNoJobAndCleansUp()
    {
        byte[] json = JobJson.Write(Sample.Record());
        for (int written = 0; written <= json.Length; written += 7)
        {
            string folder = Path.Combine(_data.Jobs, UnguessableId.New());
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, $".{UnguessableId.New()}.part"), json[..written]);
        }

        Assert.Empty(_store.Load());
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Jobs));
        Assert.Empty(Directory.EnumerateFileSystemEntries(_data.Damaged));
    }

    [Fact]
    public void Load_AfterAKillDuringALaterWrite_GivesTheStateBefore()
    {
        var record = Sample.Record();
        _store.Save(record);
        string folder = Path.GetDirectoryName(_store.VideoPath(record.Id))!;
        byte[] json = JobJson.Write(record with { State = JobState.Running, Attempts = 1 });
        for (int written = 0; written <= json.Length; written += 7)
        {
            File.WriteAllBytes(Path.Combine(folder, $".{UnguessableId.New()}.part"), json[..written]);

            Assert.Equal(JobState.Queued, Assert.Single(_store.Load()).State);
            Assert.Equal(["job.json"], Directory.EnumerateFileSystemEntries(folder).Select(Path.GetFileName));
        }
    }

    [Fact]
    public void Load_SetsTruncatedRecordsAside_AndGoesOn()
    {
        var good = Sample.Record(place: 1);
        _store.Save(good);
        byte[] json = JobJson.Write(Sample.Record(place: 2));
        int truncated = 0;
        for (int written = 0; written < json.Length; written += 11, truncated++)
        {
            string folder = Path.Combine(_data.Jobs, UnguessableId.New());
            Directory.CreateDirectory(folder);
            File.WriteAllBytes(Path.Combine(folder, "job.json"), json[..written]);
        }

        Assert.Equal(good.Id, Assert.Single(_store.Load()).Id);
        Assert.Equal(truncated, Directory.EnumerateDirectories(_data.Damaged).Count());
        Assert.Single(_store.Load());
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": \"one\"")]
    [InlineData("\"state\": \"queued\"", "\"state\": \"unheard-of\"")]
    [InlineData("\"state\": \"queued\"", "\"state\": 0")]
    [InlineData("\"kind\": \"text-to-video\"", "\"kind\": \"text-to-smell\"")]
    [InlineData("\"kind\": \"text-to-video\",", "")]
    [InlineData("\"model\": \"cogspace-tiny\"", "\"model\": null")]
    [InlineData("\"kind\": \"text-to-video\"", "\"kind\": \"post-processing\", \"video\": \"input.mp4\"")]
    [InlineData("\"owner\": \"", "\"owner\": \"../")]
    public void Load_SetsAsideWhatItDoesNotUnderstand(string text, string instead)
    {
        var record = Sample.Record();
        _store.Save(record);
        string path = Path.Combine(_data.Jobs, record.Id, "job.json");
        string json = File.ReadAllText(path);
        Assert.Contains(text, json, StringComparison.Ordinal);
        File.WriteAllText(path, json.Replace(text, instead, StringComparison.Ordinal));

        Assert.Empty(_store.Load());
        Assert.Single(Directory.EnumerateDirectories(_data.Damaged));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(0)]
    public void Load_LeavesWhatAnotherVersionWrote_ForAServerThatUnderstandsIt(int version)
    {
        var record = Sample.Record();
        _store.Save(record);
        string path = Path.Combine(_data.Jobs, record.Id, "job.json");
        string json = File.ReadAllText(path);
        File.WriteAllText(path, $$"""{ "version": {{version}}, "anything": ["else"] }""");

        Assert.Empty(_store.Load());
        Assert.Empty(Directory.EnumerateDirectories(_data.Damaged));

        File.WriteAllText(path, json);
        Assert.Single(_store.Load());
    }

    [Fact]
    public void Load_LeavesWhatCannotBeReadJustNow_ForALaterStart()
    {
        var record = Sample.Record();
        _store.Save(record);
        string path = Path.Combine(_data.Jobs, record.Id, "job.json");
        using (new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None))
            Assert.Empty(_store.Load());

        Assert.Empty(Directory.EnumerateDirectories(_data.Damaged));
        Assert.Single(_store.Load());
    }

    [Fact]
    public void WhatIsSetAside_IsKeptFromThenOn_HoweverOldItIs()
    {
        var clock = new TestClock();
        var store = Sample.StoreOf(_data, clock);
        string old = Path.Combine(_data.Jobs, UnguessableId.New());
        Directory.CreateDirectory(old);
        File.WriteAllText(Path.Combine(old, "job.json"), "{");
        Directory.SetCreationTimeUtc(old, new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        Directory.CreateDirectory(Path.Combine(_data.Damaged, "put here by hand"));
        Assert.Empty(store.Load());

        store.DeleteDamaged(before: clock.GetUtcNow());
        Assert.Equal(2, Directory.EnumerateDirectories(_data.Damaged).Count());

        store.DeleteDamaged(before: clock.GetUtcNow().AddSeconds(1));
        Assert.Equal("put here by hand", Path.GetFileName(Assert.Single(Directory.EnumerateDirectories(_data.Damaged))));
    }

    [Fact]
    public void Load_SetsAsideAFolderUnderAnotherJobsId()
    {
        var record = Sample.Record();
        _store.Save(record);
        Directory.Move(Path.Combine(_data.Jobs, record.Id), Path.Combine(_data.Jobs, UnguessableId.New()));
        Directory.CreateDirectory(Path.Combine(_data.Jobs, "not a job"));

        Assert.Empty(_store.Load());
        Assert.Equal(2, Directory.EnumerateDirectories(_data.Damaged).Count());
    }

    [Fact]
    public void Save_ThatFails_SaysItForTheVisitorAndLeavesNothing()
    {
        Directory.Delete(_data.Jobs);
        File.WriteAllText(_data.Jobs, "a file where the folder should be");

        var e = Assert.Throws<CogSpaceException>(() => _store.Save(Sample.Record()));

        Assert.Contains("disk", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_folder.FullPath, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Add_ThatFails_LeavesNoFolder()
    {
        // So deep that the job's folder can be made, and the longer name of the file in it cannot.
        const int LongestPath = 4095;
        string deep = _folder["deep"];
        while (deep.Length + 150 < LongestPath - 48)
            deep = Path.Combine(deep, new string('d', 100));
        deep = Path.Combine(deep, new string('d', LongestPath - 48 - deep.Length));
        using var data = new DataFolder(Options.Create(new DataOptions { Folder = deep }));

        Assert.Throws<CogSpaceException>(() => Sample.StoreOf(data).Add(Sample.Record()));

        Assert.Empty(Directory.EnumerateFileSystemEntries(data.Jobs));
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("../keys")]
    [InlineData("/etc/passwd")]
    [InlineData("0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("0123456789abcdef0123456789abcde/")]
    [InlineData("0123456789abcdef0123456789abcde\n")]
    [InlineData("0123456789abcdef0123456789abcd٣e")]
    public void VideoPath_TakesNothingButIds(string id) => Assert.Throws<ArgumentException>(() => _store.VideoPath(id));

    [Fact]
    public void EveryKindOfRequest_HasANameOnDisk()
    {
        var kinds = typeof(GenerationRequest)
            .Assembly.GetTypes()
            .Where(type => type.IsSubclassOf(typeof(GenerationRequest)) && !type.IsAbstract);

        Assert.Equivalent(
            kinds,
            typeof(GenerationRequest).GetCustomAttributes(typeof(JsonDerivedTypeAttribute), inherit: false)
                .Cast<JsonDerivedTypeAttribute>()
                .Select(kind => kind.DerivedType));
    }

    [Fact]
    public void DataFolder_BelongsToOneServer()
    {
        var e = Assert.Throws<CogSpaceException>(() => Sample.Open(_folder));

        Assert.Contains("Another server", e.Message, StringComparison.Ordinal);
    }

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }
}
