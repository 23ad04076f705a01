using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Browser;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Accepted means kept: seen from a browser, with the server killed as soon as it has said so.</summary>
public sealed class AcceptedJobTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Theory]
    [InlineData(2)]
    [InlineData(4, Traits = ["kind", "slow"])]
    public async Task KilledRightAfterItAccepted_TheServerStillHasTheJob(int kills)
    {
        await using var browser = await chromium.NewContextAsync();
        var prompts = new Dictionary<string, string>();
        for (int kill = 1; kill <= kills; kill++)
        {
            using var server = ServerProcess.Start(_folder, "Studio__Steps=2", "Jobs__Attempts=1000");
            var studio = await Studio.OpenAsync(browser, await server.ListensAsync());
            string prompt = $"a red circle, number {kill}";
            await studio.GenerateAsync(prompt);
            await studio.JobAddressAsync();
            server.Kill();

            prompts.Add(studio.Page.Url.Split('/')[^1], prompt);
            Assert.All(prompts, job => Assert.Equal(job.Value, Read(job.Key).Request.Prompt));
            await studio.Page.CloseAsync();
        }

        using var last = ServerProcess.Start(_folder, "Studio__Steps=2", "Jobs__Attempts=1000");
        var after = await Studio.OpenAsync(browser, await last.ListensAsync());
        foreach (string id in prompts.Keys)
        {
            await after.Page.GotoAsync(new Uri(await last.ListensAsync(), $"job/{id}").ToString());
            await after.FinishedAsync();
            Assert.Equal(JobState.Finished, Read(id).State);
        }
    }

    [Fact]
    public async Task KilledRightAfterItAccepted_TheServerStillHasThePicture()
    {
        await using var browser = await chromium.NewContextAsync();
        string id;
        using (var server = ServerProcess.Start(_folder, "Studio__Steps=2"))
        {
            var studio = await Studio.OpenAsync(browser, await server.ListensAsync());
            await studio.ChooseExampleAsync("image");
            await studio["generate"].ClickAsync();
            await studio.JobAddressAsync();
            server.Kill();
            id = studio.Page.Url.Split('/')[^1];
            await studio.Page.CloseAsync();
        }

        Assert.Equal("input.png", Assert.IsType<ImageToVideo>(Read(id).Request).Image);
        Assert.NotNull(Read(id).Type);       // so that the next try makes the same video, on whatever machine
        Directory.Delete(_folder["data", "uploads"], recursive: true);       // the job's own picture is what counts
        using var last = ServerProcess.Start(_folder, "Studio__Steps=2");
        var after = await Studio.OpenAsync(browser, new Uri(await last.ListensAsync(), $"job/{id}"));
        await after.FinishedAsync();
        await Assertions.Expect(after["origin"]).ToContainTextAsync("Begins with your picture");
        Assert.True(
            await after
                .Page.Locator("[data-testid=origin] img")
                .EvaluateAsync<bool>("image => image.complete && image.naturalWidth === 480")
        );
    }

    [Fact]
    public async Task ABrowserWithoutCookies_IsToldSo_AndNothingIsKept()
    {
        await using var server = await StudioServer.StartAsync();
        await using var browser = await chromium.NewContextAsync();
        var address = server.Address;
        using var withoutCookies = new HttpClient();
        string page = await withoutCookies.GetStringAsync(address, TestContext.Current.CancellationToken);
        await browser.RouteAsync(
            address.ToString(),
            route => route.FulfillAsync(new RouteFulfillOptions { Body = page, ContentType = "text/html" }));
        var studio = await Studio.OpenAsync(browser, address);

        await studio.GenerateAsync("a red circle");

        Assert.StartsWith("This browser keeps no cookies here", await studio.ErrorAsync(), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateDirectories(server.PathOf("data", "jobs")));
    }

    public void Dispose() => _folder.Dispose();

    private JobRecord Read(string id) => JobJson.Read(File.ReadAllBytes(_folder["data", "jobs", id, "job.json"]));
}
