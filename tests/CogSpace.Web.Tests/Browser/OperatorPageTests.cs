using System.Text.RegularExpressions;
using CogSpace.Web.Jobs;
using CogSpace.Web.Reports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Browser;

/// <summary>The operator's page beside the page of a visitor.</summary>
public sealed partial class OperatorPageTests(Chromium chromium)
{
    private const string Token = "an-operators-token-1";
    private static readonly string Folder = Path.Combine(Repository.Root, "artifacts", "screenshots");

    [Theory]
    [InlineData(1440, 900)]
    [InlineData(390, 844)]
    public async Task AnOperator_SeesJobs_CancelsOne_AndDrainsTheServer(int width, int height)
    {
        await using var server = await StudioServer.StartWithWorkerAsync($"Operations__Token={Token}", "Studio__Steps=1000");
        await using var visitors = await chromium.NewContextAsync();
        var visitor = await Studio.OpenAsync(visitors, server.Address);
        await visitor.GenerateAsync("a pink ring moves in a circle on a black background", "5");
        string first = await visitor.AcceptedAsync();
        await visitor.BeyondAsync(1);
        await visitor.GenerateAsync("a green heart shrinks on a white background", "6");
        await visitor["queue-position"].WaitForAsync();

        await using var browser = await chromium.NewContextAsync(
            new() { ViewportSize = new() { Width = width, Height = height }, IsMobile = width < 500 });
        var page = await browser.NewPageAsync();
        page.SetDefaultTimeout(120_000);
        Assertions.SetDefaultExpectTimeout(120_000);
        await page.GotoAsync(new Uri(server.Address, "operator").ToString());
        await page.GetByTestId("token").FillAsync("not-the-token-at-all");
        await page.GetByTestId("login").ClickAsync();
        await Assertions.Expect(page.GetByTestId("error")).ToContainTextAsync("This is not the token.");
        await KeepAsync("login");
        await page.GetByTestId("token").FillAsync(Token);
        await page.GetByTestId("login").ClickAsync();

        var jobs = page.GetByTestId("operator-job");
        await Assertions.Expect(jobs).ToHaveCountAsync(2);
        await Assertions.Expect(jobs.First).ToContainTextAsync(first);
        await Assertions.Expect(jobs.First).ToContainTextAsync("Running");
        await Assertions.Expect(jobs.Last).ToContainTextAsync("Waiting, place 1");
        await Assertions.Expect(page.GetByTestId("operator")).Not.ToContainTextAsync("pink ring");
        await Assertions.Expect(page.GetByTestId("facts")).ToContainTextAsync("cogspace-tiny, ready");
        await Assertions.Expect(page.GetByTestId("facts")).ToContainTextAsync(WorkersMemory());
        await Assertions.Expect(page.GetByTestId("drain-state")).ToHaveTextAsync("Jobs are taken. 1 waiting, 1 running.");
        await KeepAsync("jobs");
        await page.GetByTestId("show-prompts").CheckAsync();
        await Assertions.Expect(page.GetByTestId("operator")).ToContainTextAsync("pink ring");
        await KeepAsync("prompts");

        await page.GetByTestId("drain-begin").ClickAsync();
        await Assertions.Expect(visitor["drain-notice"]).ToContainTextAsync("takes no new videos right now");
        await Assertions.Expect(page.GetByTestId("warnings")).ToContainTextAsync("No new jobs are taken");
        await visitor.GenerateAsync("a blue ball", "7");
        Assert.Contains("takes no new videos right now", await visitor.ErrorAsync(), StringComparison.Ordinal);
        foreach (int _ in new[] { 1, 2 })
        {
            var cancel = page.GetByTestId("operator-cancel");
            int open = await cancel.CountAsync();
            await cancel.First.ClickAsync();
            await Assertions.Expect(cancel).ToHaveCountAsync(open - 1);
        }

        await Assertions.Expect(page.GetByTestId("drain-state")).ToHaveTextAsync(
            "No jobs are taken, and none is left. The server can be stopped.");
        await Assertions.Expect(visitor["stage"]).ToContainTextAsync("Cancelled");
        await KeepAsync("drained");
        await page.GetByTestId("drain-end").ClickAsync();
        await Assertions.Expect(visitor["drain-notice"]).ToHaveCountAsync(0);

        await page.GetByTestId("operator-block").First.ClickAsync();
        await Assertions.Expect(page.GetByTestId("block")).ToHaveCountAsync(1);
        await visitor.GenerateAsync("a blue ball", "8");
        await Assertions.Expect(visitor["error"].First).ToContainTextAsync("has blocked new requests");
        await page.GetByTestId("block-value").FillAsync("somewhere");
        await page.GetByTestId("block-add").ClickAsync();
        await Assertions.Expect(page.GetByTestId("block-problem")).ToContainTextAsync("\"somewhere\" is not an address");
        await page.GetByTestId("sign-close").ClickAsync();
        await Assertions.Expect(page.GetByTestId("sign-state")).ToContainTextAsync("Closed: The demo is closed for now");
        await Assertions.Expect(visitor["closed"]).ToContainTextAsync("The demo is closed for now");
        await KeepAsync("closed");
        await page.GetByTestId("sign-open").ClickAsync();
        await Assertions.Expect(visitor["closed"]).ToHaveCountAsync(0);
        await page.GetByTestId("block").GetByRole(AriaRole.Button).ClickAsync();
        await Assertions.Expect(page.GetByTestId("block")).ToHaveCountAsync(0);

        await page.GetByTestId("operator-delete").First.ClickAsync();
        await Assertions.Expect(jobs).ToHaveCountAsync(1);
        var left = server.Services.GetRequiredService<JobBoard>().All.Single();
        string nobody = new('0', 32);
        server.Services.GetRequiredService<ReportStore>().Add(new Report(
            nobody, left.Id, left.Owner, left.Visitor.Address, "bad", "", nobody, "", DateTimeOffset.UnixEpoch));
        await page.GetByTestId("report-delete").ClickAsync();
        await Assertions.Expect(jobs).ToHaveCountAsync(0);
        await Assertions.Expect(page.GetByTestId("report")).ToHaveCountAsync(1);

        await page.GetByTestId("logout").ClickAsync();
        await page.GetByTestId("token").WaitForAsync();
        await Assertions.Expect(page.GetByTestId("operator")).ToHaveCountAsync(0);

        async Task KeepAsync(string state)
        {
            Directory.CreateDirectory(Folder);
            await page.ScreenshotAsync(
                new() { Path = Path.Combine(Folder, $"operator-{state}-{width}.png"), FullPage = true });
            Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - window.innerWidth"));
        }
    }

    [GeneratedRegex(@"Worker's memory\d[\d.]* MB")]
    private static partial Regex WorkersMemory();
}
