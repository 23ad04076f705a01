using System.Net;
using CogSpace.Web.Moderation;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Moderation;

public sealed class ClosedSignTests : IDisposable
{
    private const string Message = "The demo is closed until Monday.";

    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ClosedWhileItRuns_ItTakesNothingNew_ShowsWhatIsFinished_AndStaysSoOverARestart()
    {
        var cookies = new CookieContainer();
        string owner, id;
        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var sender = await Sender.OpenAsync(server, cookies);
            var job = await server.Board.SubmitAsync(owner = sender.Owner, Sample.Request(), Sample.Model, Cancel);
            await Wait.ForEndAsync(job);
            id = job.Id;
            int changes = 0;
            using (server.Sign.OnChange(() => changes++))
                server.Sign.Close($" {Message} ");

            Assert.Equal(1, changes);
            await AssertClosedAsync(server, sender, id);
        }

        await using (var server = await RunningServer.StartAsync(_folder))
        {
            using var sender = await Sender.OpenAsync(server, cookies);
            Assert.Equal(owner, sender.Owner);
            await AssertClosedAsync(server, sender, id);

            server.Sign.Open();

            Assert.Null(server.Sign.Message);
            await sender.TakenAsync(await SampleFile.PictureAsync(16, 16), "image");
            await server.Board.SubmitAsync(owner, Sample.Request(), Sample.Model, Cancel);
        }
    }

    [Fact]
    public async Task ClosedByTheSetting_NobodyOpensIt_AndWhatWaitsIsStillMade()
    {
        var waiting = Sample.Record();
        Sample.Seed(_folder, waiting);
        await using var server = await RunningServer.StartAsync(_folder, $"Demo:Closed={Message}");

        server.Sign.Open();

        Assert.True(server.Sign.IsClosedBySetting);
        var e = await Assert.ThrowsAsync<RefusedException>(() => server.Board.SubmitAsync(
            waiting.Owner, Sample.Request(), Sample.Model, Cancel));
        Assert.Equal((503, Message), (e.Status, e.Message));
        var status = await Wait.ForEndAsync(server.Board.Find(waiting.Owner, waiting.Id)!);
        Assert.Equal(Web.Jobs.JobState.Finished, status.State);
    }

    [Fact]
    public async Task AMessageThatSaysNothing_ClosesNothing()
    {
        await using var server = await RunningServer.StartAsync(_folder, "Demo:Closed=  ");

        var refusal = Assert.Throws<InvalidRequestException>(() => server.Sign.Close(" "));

        Assert.Equal("Say to visitors why the demo is closed.", refusal.Message);

        Assert.Null(server.Sign.Message);
    }

    private static async Task AssertClosedAsync(RunningServer server, Sender sender, string finished)
    {
        Assert.Equal(Message, server.Sign.Message);
        var e = await Assert.ThrowsAsync<RefusedException>(() => server.Board.SubmitAsync(
            sender.Owner, Sample.Request(), Sample.Model, Cancel));
        Assert.Equal((503, Message), (e.Status, e.Message));
        var (status, answer) = await sender.SendAsync(await SampleFile.PictureAsync(16, 16), "image");
        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Equal(Message, answer.GetProperty("error").GetString());
        using var video = await sender.Browser.GetAsync($"/videos/{finished}.mp4", Cancel);
        Assert.Equal(HttpStatusCode.OK, video.StatusCode);
    }
}
