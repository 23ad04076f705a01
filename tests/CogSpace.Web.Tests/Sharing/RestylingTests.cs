using CogSpace.Generation;
using CogSpace.Web.Components.Studio.Form;
using CogSpace.Web.Jobs;
using CogSpace.Web.Sharing;
using CogSpace.Web.Tests.Jobs;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Tests.Sharing;

/// <summary>Finished videos that are taken back to the form, to be restyled.</summary>
public sealed class RestylingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(true, 2)]
    [InlineData(false, 4)]
    [InlineData(false, 1)]
    public async Task AsMade_IsTheVideoBeforePostProcessing_AndAllOfItIsUsed(bool upscale, int interpolate)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var me = Visitor.OnThisMachine(UnguessableId.New());
        var request = Sample.Request(steps: 1) with
        {
            PostProcessing = upscale || interpolate > 1 ? new PostProcessing(upscale, interpolate) : null,
        };
        var job = await server.Board.SubmitAsync(me, request, Sample.Model, Cancel);
        var status = await Wait.ForEndAsync(job);
        Assert.True(status.State == JobState.Finished, status.Error);

        var upload = await server.Get<ResultReuse>().AsMadeAsync(me, job, Cancel);

        Assert.Equal(status.Recipe!.Made, upload.Info.Video);
        var models = server.Get<ModelCatalog>();
        var fit = SourceFit.Of(models, models.Find(Sample.Model), StudioTab.Video, upload.Info)!;
        Assert.Equal("All 9 frames are used, at 8 per second.", fit.Frames);
    }

    [Fact]
    public async Task AsMade_OfAnUploadThatWasInterpolated_IsTheUpload()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var sender = await Sender.OpenAsync(server);
        string upload = await sender.TakenAsync(await SampleFile.VideoAsync(48, 32));
        var job = await server.Board.SubmitAsync(
            sender.Owner, VideoPostProcessing.Of(upload, new PostProcessing(Interpolate: 2)), null, Cancel);
        var status = await Wait.ForEndAsync(job);
        Assert.True(status.State == JobState.Finished, status.Error);

        var again = await server.Get<ResultReuse>().AsMadeAsync(Visitor.OnThisMachine(sender.Owner), job, Cancel);

        Assert.Equal(new VideoInfo(48, 32, 8, 8), again.Info.Video);
    }
}
