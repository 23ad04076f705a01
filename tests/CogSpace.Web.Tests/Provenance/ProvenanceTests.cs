using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using CogSpace.Generation.Provenance;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Provenance;

/// <summary>Manifests of a server's videos, and what it says of files that somebody sends.</summary>
public sealed class ProvenanceTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AVideo_IsSignedWhenItIsMade_AndAnotherFormatThen()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        using var stranger = server.NewBrowser();
        await stranger.GetStringAsync("/me", Cancel);
        var (job, other) = (await MadeAsync(server, browser), await MadeAsync(server, browser));
        using var key = VerificationKey.FromPem(await browser.GetStringAsync("/.well-known/cogspace-key.pem", Cancel), "key");

        byte[] video = await browser.GetByteArrayAsync($"/videos/{job.Id}.mp4", Cancel);
        var manifest = SignedManifest.Read(await ManifestAsync(browser, job, "mp4"), key);
        Assert.Equal(Hash(video), manifest.Sha256);
        Assert.Equal((Sample.Model, job.Status.Recipe), (manifest.Model, manifest.Recipe));
        // It lies beside the file and not in it: the same request still gives the same bytes.
        Assert.Equal(video, await browser.GetByteArrayAsync($"/videos/{other.Id}.mp4", Cancel));

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(browser, $"/videos/{job.Id}.gif.manifest.json"));
        byte[] gif = await browser.GetByteArrayAsync($"/videos/{job.Id}.gif", Cancel);
        Assert.Equal(Hash(gif), SignedManifest.Read(await ManifestAsync(browser, job, "gif"), key).Sha256);

        foreach (string ending in new[] { "mp4", "gif" })
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(stranger, $"/videos/{job.Id}.{ending}.manifest.json"));
        using var download = await browser.GetAsync($"/videos/{job.Id}.mp4.manifest.json?download=1", Cancel);
        Assert.EndsWith(
            "seed-7.mp4.manifest.json", download.Content.Headers.ContentDisposition!.FileNameStar, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFormatOfAnEarlierVersion_IsMadeAgain_AndSigned()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var browser = server.NewBrowser();
        var job = await MadeAsync(server, browser);
        await File.WriteAllBytesAsync(_folder["data", "jobs", job.Id, "video.gif"], Sample.Video, Cancel);

        byte[] gif = await browser.GetByteArrayAsync($"/videos/{job.Id}.gif", Cancel);

        Assert.NotEqual(Sample.Video, gif);
        Assert.True((await CheckAsync(browser, gif)).Verified);
    }

    [Fact]
    public async Task AFile_IsKnownAlone_AndByItsManifest_AlsoAfterItWasDeletedHere()
    {
        byte[] video, manifest;
        await using (var before = await RunningServer.StartAsync(_folder))
        {
            using var maker = before.NewBrowser();
            var made = await MadeAsync(before, maker);
            video = await maker.GetByteArrayAsync($"/videos/{made.Id}.mp4", Cancel);
            manifest = await ManifestAsync(maker, made, "mp4");
            Assert.True((await CheckAsync(maker, video)).Verified);
        }

        await using var server = await RunningServer.StartAsync(_folder);      // the key is the same
        using var browser = server.NewBrowser();
        var alone = await CheckAsync(browser, video);
        Assert.Equal((true, Hash(video), Sample.Model), (alone.Verified, alone.Sha256, alone.Model));
        Assert.True((await CheckAsync(browser, video, manifest)).Verified);

        var job = Assert.Single(server.Board.All);
        server.Board.Delete(job.Owner, job.Id);

        Assert.Contains("has no manifest of this file", (await RefusedAsync(browser, video)).Sentence, StringComparison.Ordinal);
        Assert.StartsWith(
            "This is not a video", (await RefusedAsync(browser, "a text"u8.ToArray())).Sentence, StringComparison.Ordinal);
        Assert.True((await CheckAsync(browser, video, manifest)).Verified);
        byte[] changed = [.. video];
        changed[^1] ^= 1;
        Assert.Contains("not the one", (await RefusedAsync(browser, changed, manifest)).Sentence, StringComparison.Ordinal);
        Assert.Contains(
            "not a manifest", (await RefusedAsync(browser, video, "{}"u8.ToArray())).Sentence, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["data", "uploads"]));
    }

    [Fact]
    public async Task AFileThatIsEmptyTooLargeOrCutOff_IsASentence()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Uploads:VideoMegabytes=1");
        using var browser = server.NewBrowser();

        Assert.Equal(HttpStatusCode.BadRequest, await SentAsync([], ""));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await SentAsync(new byte[1_000_001], ""));
        Assert.Equal(HttpStatusCode.OK, await SentAsync(new byte[1_000_000], ""));
        Assert.Equal(HttpStatusCode.BadRequest, await SentAsync(new byte[10], "?manifest=11"));
        Assert.Equal(HttpStatusCode.BadRequest, await SentAsync(new byte[10], "?manifest=10"));
        foreach (string bytes in new[] { "-1", "x", "1e3", "999999999" })
            Assert.Equal(HttpStatusCode.BadRequest, await SentAsync(new byte[10], $"?manifest={bytes}"));

        async Task<HttpStatusCode> SentAsync(byte[] body, string query)
        {
            // without a length, so that only what comes is counted
            using var content = new StreamContent(new MemoryStream(body));
            content.Headers.ContentLength = null;
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/verify/file{query}") { Content = content };
            request.Headers.TransferEncodingChunked = true;
            using var answer = await browser.SendAsync(request, Cancel);
            if (answer.StatusCode != HttpStatusCode.OK)
                Assert.EndsWith(
                    ".", (await answer.Content.ReadFromJsonAsync<Dictionary<string, string>>(Cancel))!["error"],
                    StringComparison.Ordinal);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task ADamagedKey_StopsTheServer_WithASentence()
    {
        Directory.CreateDirectory(_folder["data", "keys"]);
        await File.WriteAllTextAsync(_folder["data", "keys", "manifest-key.pem"], "hello", Cancel);
        using var server = ServerProcess.Start(_folder);

        Assert.Equal(1, await server.ExitAsync());
        Assert.Contains(
            "cogspace: the server cannot start. The key that signs manifests", server.Output, StringComparison.Ordinal);
        Assert.Contains("is damaged. Restore it from a backup", server.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", server.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    private static async Task<HttpStatusCode> StatusAsync(HttpClient browser, string address)
    {
        using var answer = await browser.GetAsync(address, Cancel);
        return answer.StatusCode;
    }

    private static Task<byte[]> ManifestAsync(HttpClient browser, GenerationJob job, string ending) =>
        browser.GetByteArrayAsync($"/videos/{job.Id}.{ending}.manifest.json", Cancel);

    private static async Task<GenerationJob> MadeAsync(RunningServer server, HttpClient browser)
    {
        string owner = await browser.GetStringAsync("/me", Cancel);
        var job = await server.Board.SubmitAsync(Visitor.OnThisMachine(owner), Sample.Request(), Sample.Model, Cancel);
        Assert.Equal(JobState.Finished, (await Wait.ForEndAsync(job)).State);
        return job;
    }

    private static async Task<Answer> RefusedAsync(HttpClient browser, byte[] file, byte[]? manifest = null)
    {
        var answer = await CheckAsync(browser, file, manifest);
        Assert.False(answer.Verified);
        Assert.Null(answer.Model);
        return answer;
    }

    private static async Task<Answer> CheckAsync(HttpClient browser, byte[] file, byte[]? manifest = null)
    {
        using var content = new ByteArrayContent([.. manifest ?? [], .. file]);
        using var answer = await browser.PostAsync($"/verify/file?manifest={manifest?.Length}", content, Cancel);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return (await answer.Content.ReadFromJsonAsync<Answer>(Cancel))!;
    }

    private sealed record Answer(bool Verified, string Sentence, string Sha256, string? Model);
}
