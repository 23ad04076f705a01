using CogSpace.Web.Jobs;

namespace CogSpace.Web.Tests.Jobs;

/// <summary>Weights for upscaling that are damaged within their tensors, which only reading all of them shows.</summary>
public sealed class DamagedNetworkTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task AJob_ThatNeedsThem_FailsBeforeItIsDenoised()
    {
        string models = Directory.CreateDirectory(_folder["models"]).FullName;
        Directory.CreateSymbolicLink(Path.Combine(models, Sample.Model), Repository.TinyModel);
        byte[] weights = await File.ReadAllBytesAsync(
            Path.Combine(Repository.Models, "realesrgan-tiny", "realesr-tiny-x4.pth"), TestContext.Current.CancellationToken);
        Array.Fill(weights, byte.MaxValue, weights.Length / 2, 64);
        await File.WriteAllBytesAsync(Path.Combine(models, "x4.pth"), weights, TestContext.Current.CancellationToken);
        await using var server = await RunningServer.StartAsync(_folder, $"Models:Folder={models}");

        var job = await server.Board.SubmitAsync(
            UnguessableId.New(),
            Sample.LongRequest() with
            {
                PostProcessing = new PostProcessing(Upscale: true, Upscaler: "x4"),
            },
            Sample.Model,
            TestContext.Current.CancellationToken
        );
        var reached = await Wait.ForStepAsync(job);

        Assert.Equal(JobState.Failed, reached.State);
        Assert.Contains("x4.pth", reached.Error, StringComparison.Ordinal);
        Assert.Contains("holds NaN", reached.Error, StringComparison.Ordinal);
    }
}
