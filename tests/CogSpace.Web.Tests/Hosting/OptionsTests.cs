using CogSpace.Web.Hosting;
using CogSpace.Web.Tests.Browser;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Tests.Hosting;

public sealed class OptionsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("Jobs:QueueLength=0", "Jobs__QueueLength: The field QueueLength must be between 1 and 10000.")]
    [InlineData("Jobs:QueueLength=ten", "Jobs__QueueLength: \"ten\" is not a whole number: write digits alone, such as 50.")]
    [InlineData("Jobs:QueueLength=7,5", "Jobs__QueueLength: \"7,5\" is not a whole number")]
    [InlineData("Jobs:QueueLength=1,000", "Jobs__QueueLength: \"1,000\" is not a whole number")]
    [InlineData("Jobs:QueueLength=+5", "Jobs__QueueLength: \"+5\" is not a whole number")]
    [InlineData("Jobs:QueueLength=1e1", "Jobs__QueueLength: \"1e1\" is not a whole number")]
    [InlineData("Jobs:QueueLength=0x10", "Jobs__QueueLength: \"0x10\" is not a whole number")]
    [InlineData("Jobs:QueueLength=٣", "Jobs__QueueLength: \"٣\" is not a whole number")]
    [InlineData("Jobs:QueueLength=99999999999", "Jobs__QueueLength: \"99999999999\" is not a whole number")]
    [InlineData("Data:QuotaMegabytes=10.000", "Data__QuotaMegabytes: \"10.000\" is not a whole number")]
    [InlineData("Models:MemoryMegabytes=1,000", "Models__MemoryMegabytes: \"1,000\" is not a whole number")]
    [InlineData("Jobs:Retention=7", "Jobs__Retention: \"7\" is not a time: write hours:minutes:seconds, such as 00:01:30.")]
    [InlineData("Jobs:QueueLenght=10", "There is no setting Jobs__QueueLenght. There are: Jobs__QueueLength,")]
    [InlineData("Jobs:Attempts=0", "Jobs__Attempts")]
    [InlineData("Jobs:Retention=-1.00:00:00", "Jobs__Retention")]
    [InlineData("Jobs:Deadline=forever", "Jobs__Deadline: \"forever\" is not a time")]
    [InlineData("Worker:IdleTimeout=-00:00:01", "Worker__IdleTimeout")]
    [InlineData("Worker:VideosPerProcess=-1", "Worker__VideosPerProcess")]
    [InlineData("Worker:MemoryMegabytes=99", "Worker__MemoryMegabytes")]
    [InlineData("FairShare:WaitingJobs=0", "FairShare__WaitingJobs")]
    [InlineData("FairShare:ComputePerDay=2.00:00:00", "FairShare__ComputePerDay")]
    [InlineData("FairShare:PagesPerAddress=0", "FairShare__PagesPerAddress")]
    [InlineData("FairShare:Pages=0", "FairShare__Pages")]
    [InlineData("Operations:Token=fifteen-letters", "Operations__Token: The field Token must have 16 characters at least.")]
    [InlineData("Operations:Metrics=true", "Operations__Metrics: Nobody could read /metrics: set Operations__Token or")]
    [InlineData("Operations:Metrics=yes", "Operations__Metrics: \"yes\" is neither true nor false.")]
    [InlineData("Operations:MetricsNetworks:0=here", "Operations__MetricsNetworks: The field MetricsNetworks must hold IP")]
    [InlineData("Operations:LogFormat=xml", "Operations__LogFormat: \"xml\" is not one of Text, Json.")]
    [InlineData("Operations:DrainTimeout=2.00:00:00", "Operations__DrainTimeout")]
    [InlineData("Api:RequestsPerMinute=0", "Api__RequestsPerMinute")]
    [InlineData("Api:AllowedOrigins:0=example.org", "Api__AllowedOrigins: The field AllowedOrigins must hold sites as https://")]
    [InlineData("Api:Keys:0:Name=a b", "Api__Keys: The name \"a b\" is not possible: take 1 to 40 letters")]
    [InlineData("Api:Keys:0:Name=alice", "Api__Keys: The hash of the key \"alice\" is not a SHA-256 of 64 hexadecimal digits.")]
    [InlineData("Api:Keys:0:JobPerDay=5", "There is no setting Api__Keys__0__JobPerDay. There are: Api__Keys__0__Name,")]
    [InlineData("Api:Keys:0:ComputePerDay=7", "Api__Keys__0__ComputePerDay: \"7\" is not a time")]
    [InlineData("Api:OutboundNetworks:0=here", "Api__OutboundNetworks: The field OutboundNetworks must hold networks")]
    [InlineData("Data:Folder=", "Data__Folder")]
    [InlineData("Data:QuotaMegabytes=0", "Data__QuotaMegabytes")]
    [InlineData("Data:FreeMegabytes=-1", "Data__FreeMegabytes")]
    [InlineData("Uploads:ImageMegabytes=0", "Uploads__ImageMegabytes: The field ImageMegabytes must be between 1 and 10000.")]
    [InlineData("Uploads:VideoMegabytes=much", "Uploads__VideoMegabytes: \"much\"")]
    [InlineData("Uploads:Lifetime=00:00:00", "Uploads__Lifetime")]
    [InlineData("Uploads:MaxMegabytes=1", "There is no setting Uploads__MaxMegabytes. There are: Uploads__ImageMegabytes,")]
    [InlineData("Models:Folder=", "Models__Folder")]
    [InlineData("Models:Device=tpu", "Models__Device: The field Device must be auto, cpu, cuda or cuda:n.")]
    [InlineData("Models:Type=F8", "Models__Type: \"F8\" is not one of Auto, F32, BF16, F16.")]
    [InlineData("Models:Type=9", "Models__Type")]
    [InlineData(
        "Models:PullOnStart=zai-org/CogVideoX-2b,../evil",
        "Models__PullOnStart: The field PullOnStart must hold ids as zai-org/CogVideoX-2b, with commas between them, " +
        "not \"../evil\"."
    )]
    [InlineData("Encoding:Folder=here", "There is no setting Encoding__Folder. There are: Encoding__Watermark,")]
    [InlineData(
        "Encoding:Watermark=für", "Encoding__Watermark: The field Watermark must have at most 60 letters, digits and signs")]
    [InlineData("Moderation:Endpoint=here", "Moderation__Endpoint: The field Endpoint must look like https://example.org/check")]
    [InlineData("Moderation:Endpoint=https://me:key@a.example", "Moderation__Endpoint")]
    [InlineData("Moderation:ApiKey=a key", "Moderation__ApiKey")]
    [InlineData("Moderation:WordsFile=no-such-file", "Moderation__WordsFile: The field WordsFile must name a file")]
    [InlineData("Moderation:Timeout=00:00:00", "Moderation__Timeout")]
    [InlineData("Moderation:Frames=33", "Moderation__Frames")]
    [InlineData("Moderation:FailOpen=maybe", "Moderation__FailOpen")]
    [InlineData("Demo:TermsUrl=javascript:alert(1)", "Demo__TermsUrl: The field TermsUrl must look like")]
    [InlineData("Demo:TermsUrl=//evil.example", "Demo__TermsUrl")]
    [InlineData("Networks:Device=tpu", "Networks__Device")]
    [InlineData("Hosting:Port=70000", "Hosting__Port")]
    [InlineData(
        "Hosting:Address=here", "Hosting__Address: The field Address must be localhost, * or an IP address, not \"here\".")]
    [InlineData("Hosting:PathBase=cogspace/", "Hosting__PathBase")]
    [InlineData("Hosting:TrustedProxies:0=10.0.0.0/99", "Hosting__TrustedProxies")]
    [InlineData("Hosting:AllowedHosts:0=https://a.example", "Hosting__AllowedHosts")]
    [InlineData("Hosting:FrameAncestors:0=https://a.example; script-src *", "Hosting__FrameAncestors")]
    [InlineData("Hosting:FrameAncestors:0=https://a.example/path", "Hosting__FrameAncestors")]
    public async Task Start_WithAWrongSetting_SaysWhich(string setting, string sentence)
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
            await RunningServer.StartAsync(_folder, setting)
        );

        Assert.Contains(e.Failures, failure => failure.Contains(sentence, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Start_WithASettingOfAnEarlierVersion_SaysThatItHasNoEffect()
    {
        await using var server = await StudioServer.StartAsync(
            "Encoding__Crf=99", "upscaling__tile=8", "Jobs__SweepInterval=never", "Models__PullRetryLimit=00:00:59");

        foreach (string name in new[] { "Encoding__Crf", "Upscaling__tile", "Jobs__SweepInterval", "Models__PullRetryLimit" })
            Assert.Contains($"{name} is no longer a setting and has no effect.", server.Log, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Encoding:Crf=18", "Encoding__Crf is no longer a setting and has no effect.")]
    [InlineData("Enhancer:AtOnce=4", "Enhancer__AtOnce is no longer a setting and has no effect.")]
    [InlineData("Enhancer:Model=m", "Enhancer__Model is now called Rewriter__Model.")]
    [InlineData("Encoding:FfmpegFolder=here", null)]
    [InlineData("Rewriter:Model=m", null)]
    public void NotesOnFormerSettings_NameThem(string setting, string? note)
    {
        string[] pair = setting.Split('=');
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(pair[0], pair[1])]).Build();

        Assert.Equal(note is null ? [] : [note], FormerSettings.NotesOn(configuration));
    }

    [Theory]
    [InlineData("localhost", 7860, "http://localhost:7860")]
    [InlineData("localhost", 0, "http://127.0.0.1:0")]
    [InlineData("*", 80, "http://*:80")]
    [InlineData("192.0.2.1", 80, "http://192.0.2.1:80")]
    [InlineData("::1", 80, "http://[::1]:80")]
    public void Url_IsWhatTheServerListensOn(string address, int port, string url) =>
        Assert.Equal(url, new HostingOptions { Address = address, Port = port }.Url);

    [Fact]
    public async Task ATrustedProxy_IsBelieved_AndAnotherIsNot()
    {
        await using (
            var server = await RunningServer.StartAsync(
                _folder, "Hosting:TrustedProxies:0=127.0.0.0/8", "Hosting:PathBase=/cogspace")
        )
            Assert.Equal("https://videos.example/cogspace 203.0.113.9", await AskAsync(server, "/cogspace/base"));
        await using (var server = await RunningServer.StartAsync(_folder, "Hosting:TrustedProxies:0=192.0.2.1"))
            Assert.Equal($"http://127.0.0.1:{server.Address.Port} 127.0.0.1", await AskAsync(server, "/base"));
        await using (var server = await RunningServer.StartAsync(_folder))
            Assert.Equal($"http://127.0.0.1:{server.Address.Port} 127.0.0.1", await AskAsync(server, "/base"));
    }

    [Fact]
    public async Task BehindHttps_EveryCookieIsSecure()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Hosting:TrustedProxies:0=127.0.0.1");
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/token") { Headers = { { "X-Forwarded-Proto", "https" } } };

        using var answer = await browser.SendAsync(request, Cancel);

        string[] cookies = [.. answer.Headers.GetValues("Set-Cookie")];
        Assert.Equal(2, cookies.Length);
        Assert.All(cookies, cookie => Assert.Contains("secure", cookie, StringComparison.Ordinal));
    }

    [Fact]
    public async Task AnotherHostName_IsRefused_ExceptForProbes()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Hosting:AllowedHosts:0=*.videos.example");
        foreach (
            var (path, host, status) in new[]
            {
                ("/me", null, 400), ("/me", "videos.example", 400), ("/me", "www.videos.example:7860", 200),
                ("/healthz", null, 200),
            }
        )
        {
            using var browser = server.NewBrowser();
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Host = host;
            using var answer = await browser.SendAsync(request, Cancel);
            Assert.Equal(status, (int)answer.StatusCode);
        }
    }

    [Fact]
    public async Task Start_InADataFolderThatAnotherServerHas_SaysSo()
    {
        await using var server = await RunningServer.StartAsync(_folder);

        var e = await Assert.ThrowsAsync<CogSpaceException>(async () => await RunningServer.StartAsync(_folder));

        Assert.Contains("Another server is using the data folder", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> AskAsync(RunningServer server, string path)
    {
        using var browser = server.NewBrowser();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers =
            {
                { "X-Forwarded-For", "203.0.113.9" },
                { "X-Forwarded-Proto", "https" },
                { "X-Forwarded-Host", "videos.example" },
            },
        };
        using var answer = await browser.SendAsync(request, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }
}
