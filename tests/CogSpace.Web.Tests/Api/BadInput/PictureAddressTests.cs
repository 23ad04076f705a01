using System.Net;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Api;
using CogSpace.Web.Api.Outbound;
using CogSpace.Web.Tests.Uploads;
using CogSpace.Web.Tests.Visitors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace CogSpace.Web.Tests.Api.BadInput;

/// <summary>Pictures that programs name by their addresses, or put into the request.</summary>
public sealed class PictureAddressTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly WebApplication _elsewhere;
    private readonly TaskCompletionSource _isDripping = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private byte[] _picture = [];
    private int _secrets;

    public PictureAddressTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        _elsewhere = builder.Build();
        _elsewhere.Run(AnswerAsync);
    }

    public static TheoryData<string> Names => ["openai", "zhipu"];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private int Port => new Uri(_elsewhere.Urls.Single()).Port;

    [Theory, MemberData(nameof(Names))]
    public async Task AnAddressThatGivesAPicture_BeginsTheVideo_AndAnotherIsRefused(string name)
    {
        await _elsewhere.StartAsync(Cancel);
        _picture = await SampleFile.PictureAsync(96, 64);
        await using var server = await StartAsync("Uploads:ImageMegabytes=1", "Studio:Steps=1");
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);

        using var taken = await AskAsync(one, program, At("/picture"));
        Assert.True(taken.IsSuccessStatusCode, await taken.Content.ReadAsStringAsync(Cancel));
        Assert.Equal("cogspace-tiny-i2v", Assert.Single(server.Board.All).Model);
        server.Board.All.Single().Cancel();

        foreach (string path in (string[])["/redirect", "/missing", "/cut"])
            await RefusedAsync(one, program, HttpStatusCode.BadRequest, At(path));
        await RefusedAsync(one, program, HttpStatusCode.UnsupportedMediaType, At("/page"));
        await RefusedAsync(one, program, HttpStatusCode.RequestEntityTooLarge, At("/endless"));
        await RefusedAsync(one, program, HttpStatusCode.BadRequest, $"http://127.0.0.1:{Port}0/picture");
        await RefusedAsync(one, program, HttpStatusCode.BadRequest, $"file:///etc/passwd");
        Assert.Equal(0, _secrets);
        Assert.Single(server.Board.All);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task ADataUrl_IsMeasuredBeforeItIsDecoded(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);
        string bomb = Convert.ToBase64String(await SampleFile.BombAsync());

        string sentence = await RefusedAsync(
            one, program, HttpStatusCode.BadRequest, $"data:image/png;base64,{bomb}");

        Assert.Contains("pixel", sentence, StringComparison.Ordinal);
        foreach (string wrong in (string[])["data:image/png;base64,###", "data:,a", "data:image/png;base64,", "data:"])
            using (var answer = await AskAsync(one, program, wrong))
                Assert.InRange((int)answer.StatusCode, 400, 499);
        Assert.Empty(server.Board.All);
    }

    [Fact]
    public async Task AnAddressThatAnswersForEver_IsGivenUp()
    {
        await _elsewhere.StartAsync(Cancel);
        await using var server = await StartAsync();
        var time = new FakeTimeProvider();
        var fetcher = new PictureFetcher(
            server.Get<OutboundClient>(), server.Get<OutboundGuard>(), server.Get<ApiFiles>(), time);

        var asked = fetcher.FetchAsync(Someone.At("203.0.113.9"), At("/drip"), "image_url", Cancel);
        await _isDripping.Task;
        Assert.False(asked.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(31));

        var refusal = await Assert.ThrowsAsync<ApiException>(() => asked);
        Assert.Equal((400, "image_url"), (refusal.Status, refusal.Field));
        while (Directory.EnumerateDirectories(_folder["data", "uploads"]).Any())
            await Task.Delay(20, Cancel);
    }

    public async ValueTask DisposeAsync()
    {
        await _elsewhere.DisposeAsync();
        _folder.Dispose();
    }

    private Task<RunningServer> StartAsync(params string[] settings) => RunningServer.StartAsync(
        _folder, ["Api:OutboundNetworks:0=127.0.0.0/8", $"Api:OutboundPorts:0={Port}", .. settings]);

    private string At(string path) => $"http://127.0.0.1:{Port}{path}";

    private static Task<HttpResponseMessage> AskAsync(AnyInterface one, ApiProgram program, string address)
    {
        object image = one.Path == "/v1/videos"
            ? new { prompt = "a", input_reference = new { image_url = address } }
            : new { prompt = "a", image_url = address };
        return program.Http.PostAsync(
            one.Path, new StringContent(JsonSerializer.Serialize(image), Encoding.UTF8, "application/json"), Cancel);
    }

    private static async Task<string> RefusedAsync(AnyInterface one, ApiProgram program, HttpStatusCode status, string address)
    {
        using var answer = await AskAsync(one, program, address);
        return await one.AssertFailureAsync(status, answer);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var response = context.Response;
        switch (context.Request.Path)
        {
            case "/picture":
                await response.Body.WriteAsync(_picture, Cancel);
                break;
            case "/redirect":
                response.Redirect(At("/secret"));
                break;
            case "/secret":
                Interlocked.Increment(ref _secrets);
                break;
            case "/page":
                await response.WriteAsync("<html>", Cancel);
                break;
            case "/cut":
                response.ContentLength = _picture.Length;
                await response.Body.WriteAsync(_picture.AsMemory(0, _picture.Length / 2), Cancel);
                context.Abort();
                break;
            case "/endless":
                await SendAsync(_picture, TimeSpan.Zero);
                break;
            case "/drip":
                await SendAsync([0x89], TimeSpan.FromMilliseconds(20));
                break;
            default:
                response.StatusCode = StatusCodes.Status404NotFound;
                break;
        }

        async Task SendAsync(byte[] piece, TimeSpan pause)
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await response.Body.WriteAsync(piece, context.RequestAborted);
                await response.Body.FlushAsync(context.RequestAborted);
                _isDripping.TrySetResult();
                await Task.Delay(pause, context.RequestAborted);
            }
        }
    }
}
