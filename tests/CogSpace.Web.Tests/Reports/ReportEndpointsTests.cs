using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Reports;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Reports;

public sealed class ReportEndpointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AReport_IsKept_ByIdOrByLink_AndTheVisitorIsThanked()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        var job = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);

        foreach (string video in new[] { job.Id, $"https://a.example/cogspace/job/{job.Id}", $"/videos/{job.Id}.mp4?x=1" })
        {
            var (status, answer) = await SendAsync(sender, new { video, reason = " It is bad. ", text = "Really\nbad." });
            Assert.Equal(HttpStatusCode.Accepted, status);
            Assert.StartsWith("Thank you.", answer.GetProperty("message").GetString(), StringComparison.Ordinal);
        }

        var reports = server.Reports.All();
        Assert.Equal(3, reports.Count);
        Assert.All(reports, report => Assert.Equal(
            (job.Id, sender.Owner, "It is bad.", "Really\nbad.", sender.Owner),
            (report.Video, report.Owner, report.Reason, report.Text, report.ReportedBy)));
        Assert.Equal(3, Directory.EnumerateFiles(_folder["data", "reports"], "*.json").Count());
        server.Reports.Remove(reports[0].Id);
        server.Reports.Remove("../blocks");
        Assert.Equal(2, server.Reports.All().Count);
    }

    [Fact]
    public async Task UnknownAndForeignVideos_LookAlike()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        using var stranger = await Sender.OpenAsync(server);
        var job = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);

        var foreign = await SendAsync(stranger, new { video = job.Id, reason = "bad" });
        var unknown = await SendAsync(stranger, new { video = UnguessableId.New(), reason = "bad" });
        var nothing = await SendAsync(stranger, new { video = "../../etc/passwd", reason = "bad" });

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal((foreign.Status, foreign.Answer.ToString()), (unknown.Status, unknown.Answer.ToString()));
        Assert.Equal((foreign.Status, foreign.Answer.ToString()), (nothing.Status, nothing.Answer.ToString()));
        Assert.Empty(server.Reports.All());
    }

    [Theory]
    [InlineData("""{"video": "ID"}""", 400, "Please give a reason.")]
    [InlineData("""{"video": "ID", "reason": " "}""", 400, "Please give a reason.")]
    [InlineData("""{"video": "ID", "reason": "R101"}""", 400, "The reason is too long")]
    [InlineData("""{"video": "ID", "reason": "r", "text": "R2001"}""", 400, "The text is too long")]
    [InlineData("""{"video": "ID", "reason": "a\u0007b"}""", 400, "control character")]
    [InlineData("""{"video": "ID", "reason": "r", "text": "R20000"}""", 400, "A report is JSON of at most 16 KB")]
    [InlineData("""{"video": {"id": "ID"}, "reason": "r"}""", 400, "A report is JSON")]
    [InlineData("null", 400, "A report is JSON")]
    [InlineData("", 400, "A report is JSON")]
    [InlineData("""{"reason": "r"}""", 404, "There is no such video")]
    public async Task WhatIsNoReport_IsRefusedWithASentence(string body, int expected, string sentence)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        var job = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);
        foreach (int length in new[] { 101, 2001, 20_000 })
            body = body.Replace($"\"R{length}\"", $"\"{new string('r', length)}\"", StringComparison.Ordinal);

        using var content = new StringContent(
            body.Replace("ID", job.Id, StringComparison.Ordinal), Encoding.UTF8, "application/json");
        var (status, answer) = await sender.PostAsync("/reports", content);

        Assert.Equal(expected, (int)status);
        Assert.Contains(sentence, answer.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Empty(server.Reports.All());
    }

    [Fact]
    public async Task ARequestOfAnotherSitesPage_IsRefused()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        var job = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);
        using var content = JsonContent.Create(new { video = job.Id, reason = "bad" });

        using var answer = await sender.Browser.PostAsync("/reports", content, Cancel);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Empty(server.Reports.All());
    }

    [Fact]
    public async Task TooManyOfOneVisitor_OrOfAllTogether_AreRefused()
    {
        Directory.CreateDirectory(_folder["data", "reports"]);
        for (int i = 0; i < ReportStore.Most - 1; i++)
            await File.WriteAllTextAsync(_folder["data", "reports", $"{i}.json"], "{}", Cancel);
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        var job = await server.Board.SubmitAsync(sender.Owner, Sample.Request(), Sample.Model, Cancel);
        var report = new { video = job.Id, reason = "bad" };

        var answers = new List<(HttpStatusCode Status, JsonElement Answer)>();
        for (int i = 0; i <= ReportRate.OfOwner; i++)
            answers.Add(await SendAsync(sender, report));

        Assert.Equal([202, 503, 503, 503, 503, 429], answers.Select(answer => (int)answer.Status));
        Assert.Equal(
            "Thank you. Your report is kept for the host of this server, who will look at it.",
            answers[0].Answer.GetProperty("message").GetString());
        Assert.Equal(
            "You have sent several reports already. Please send the next in an hour.",
            answers[^1].Answer.GetProperty("error").GetString());
        Assert.Single(server.Reports.All());       // the others there cannot be read
    }

    private static Task<(HttpStatusCode Status, JsonElement Answer)> SendAsync(Sender sender, object report) =>
        sender.PostAsync("/reports", JsonContent.Create(report));
}
