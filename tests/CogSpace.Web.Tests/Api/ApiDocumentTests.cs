using System.Net;
using System.Text.Json;
using CogSpace.Web.Tests.Browser;
using Microsoft.Playwright;

namespace CogSpace.Web.Tests.Api;

public sealed class ApiDocumentTests(Chromium chromium) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TheDocument_DescribesEveryEndpoint_AndEveryFieldAsItIs()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        var document = JsonDocument.Parse(await program.Http.GetStringAsync("/openapi/v1.json", Cancel)).RootElement;

        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        Assert.Equal(
            [
                "/api/v1/callback-secret", "/api/v1/estimate", "/api/v1/interpolate", "/api/v1/models",
                "/api/v1/prompts/rewrite", "/api/v1/tokens", "/api/v1/uploads", "/api/v1/upscale", "/api/v1/videos",
                "/api/v1/videos/{id}",
                "/api/v1/videos/{id}/content", "/api/v1/videos/{id}/events", "/api/v1/videos/{id}/extend", "/generate",
            ],
            document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        var schemas = document.GetProperty("components").GetProperty("schemas");
        var request = schemas.GetProperty("VideoRequest").GetProperty("properties");
        Assert.Contains("negative_prompt", request.EnumerateObject().Select(field => field.Name));
        Assert.Contains("What it should not show.", request.GetProperty("negative_prompt").ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("pattern", request.GetProperty("steps").ToString(), StringComparison.Ordinal);
        Assert.Contains("integer", request.GetProperty("seed").ToString(), StringComparison.Ordinal);
        Assert.Contains("string", request.GetProperty("seed").ToString(), StringComparison.Ordinal);
        Assert.Contains("cancelled", schemas.ToString(), StringComparison.Ordinal);
        Assert.Contains(
            "bearer", document.GetProperty("components").GetProperty("securitySchemes").ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task WithoutTheInterface_ThereIsNoDocument()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:Enabled=false");
        using var program = new ApiProgram(server);

        foreach (string path in (string[])["/openapi/v1.json", "/docs", "/docs/"])
            Assert.Equal(HttpStatusCode.NotFound, (await program.Http.GetAsync(path, Cancel)).StatusCode);
    }

    [Fact]
    public async Task TheReference_WorksFromFilesOfThisServerAlone()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        await using var context = await chromium.NewContextAsync();
        var page = await context.NewPageAsync();
        var elsewhere = new List<string>();
        var problems = new List<string>();
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(server.Address.ToString(), StringComparison.Ordinal)
                && !request.Url.StartsWith("data:", StringComparison.Ordinal))
                elsewhere.Add(request.Url);
        };
        page.Console += (_, message) =>
        {
            if (message.Type == "error")
                problems.Add(message.Text);
        };

        var answer = await page.GotoAsync($"{server.Address}docs/");

        string policy = answer!.Headers["content-security-policy"];
        Assert.DoesNotContain("http", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe-eval", policy, StringComparison.Ordinal);
        await page.GetByText("Ask for a video", new PageGetByTextOptions { Exact = true }).First.WaitForAsync();
        Assert.Empty(elsewhere);
        Assert.Empty(problems);
    }

    public void Dispose() => _folder.Dispose();
}
