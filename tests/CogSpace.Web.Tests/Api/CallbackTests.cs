using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CogSpace.Web.Tests.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Web.Tests.Api;

public sealed class CallbackTests : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<Call> _calls = new();
    private readonly WebApplication _receiver;
    private int _refusals;      // so many calls are answered with 503 first

    public CallbackTests()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        _receiver = builder.Build();
        _receiver.Run(ReceiveAsync);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Url => $"{_receiver.Urls.Single()}/hook";

    [Fact]
    public async Task TheEndOfAVideo_IsTold_SignedAsStandardWebhooksSays()
    {
        await _receiver.StartAsync(Cancel);
        await using var server = await RunningServer.StartAsync(_folder, Settings());
        using var program = new ApiProgram(server);
        var secret = (await program.GetAsync("/callback-secret")).Json;
        program.Know(secret.GetProperty("token").GetString()!);

        string id = await program.AcceptedAsync(new { prompt = Sample.Prompt, steps = 2, frames = 9, callback_url = Url });
        var call = await FirstAsync();

        Assert.Equal("video.finished", call.Json.GetProperty("type").GetString());
        Assert.Equal(id, call.Json.GetProperty("data").GetProperty("id").GetString());
        Assert.Equal($"msg_{id}", call.Id);
        byte[] key = Convert.FromBase64String(secret.GetProperty("secret").GetString()!["whsec_".Length..]);
        byte[] signed = HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"{call.Id}.{call.Timestamp}.{call.Body}"));
        Assert.Equal($"v1,{Convert.ToBase64String(signed)}", call.Signature);
        await UntilToldAsync(server, id);
    }

    [Fact]
    public async Task WhoDoesNotAnswerWell_IsToldAgain_AlsoAfterARestart()
    {
        _refusals = 1;
        await _receiver.StartAsync(Cancel);
        string id;
        await using (var server = await RunningServer.StartAsync(_folder, Settings()))
        {
            using var program = new ApiProgram(server);
            id = await program.AcceptedAsync(new { prompt = Sample.Prompt, steps = 2, frames = 9, callback_url = Url });
            await FirstAsync();
            var job = server.Board.FindOfAnybody(id)!;
            while (job.Tag!.Callback!.Attempts == 0)
                await Task.Delay(20, Cancel);
            Assert.NotNull(job.Tag.Callback.Next);
        }

        await using var later = await RunningServer.StartAsync(_folder, Settings());
        await UntilToldAsync(later, id);
        Assert.Equal(2, _calls.Count);
        Assert.Single(_calls.Select(call => call.Id).Distinct());
    }

    [Fact]
    public async Task AnAddressInside_IsRefusedAtOnce_AndWhereItsNameLeads_Later()
    {
        await _receiver.StartAsync(Cancel);
        await using var server = await RunningServer.StartAsync(
            _folder, "Api:Callbacks=true", $"Api:OutboundPorts:0={new Uri(Url).Port}");
        using var program = new ApiProgram(server);
        string named = Url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);

        (await program.PostAsync("/videos", new { prompt = "a", callback_url = Url }))
            .Problem(HttpStatusCode.BadRequest, "invalid", "callback_url");
        string id = await program.AcceptedAsync(new { prompt = Sample.Prompt, steps = 2, frames = 9, callback_url = named });
        var job = server.Board.FindOfAnybody(id)!;
        while (job.Tag!.Callback!.Attempts == 0)
            await Task.Delay(20, Cancel);

        Assert.Empty(_calls);
    }

    [Fact]
    public async Task ARedirect_IsNotFollowed()
    {
        await _receiver.StartAsync(Cancel);
        await using var server = await RunningServer.StartAsync(_folder, Settings());
        using var program = new ApiProgram(server);

        string id = await program.AcceptedAsync(
            new { prompt = Sample.Prompt, steps = 2, frames = 9, callback_url = $"{Url}?redirect=1" });
        var job = server.Board.FindOfAnybody(id)!;
        while (job.Tag!.Callback!.Attempts == 0)
            await Task.Delay(20, Cancel);

        Assert.Single(_calls);
        Assert.NotNull(job.Tag.Callback.Next);
    }

    [Fact]
    public async Task WhereTheHostDoesNotAllowIt_NobodyIsCalled()
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = new ApiProgram(server);

        (await program.PostAsync("/videos", new { prompt = "a", callback_url = "https://example.org/" }))
            .Problem(HttpStatusCode.BadRequest, "invalid", "callback_url");
        (await program.GetAsync("/callback-secret")).Problem(HttpStatusCode.NotImplemented, "no_callbacks");
    }

    public async ValueTask DisposeAsync()
    {
        await _receiver.DisposeAsync();
        _folder.Dispose();
    }

    private string[] Settings() =>
    [
        "Api:Callbacks=true", "Api:OutboundNetworks:0=127.0.0.0/8", $"Api:OutboundPorts:0={new Uri(Url).Port}",
    ];

    private static async Task UntilToldAsync(RunningServer server, string id)
    {
        var job = server.Board.FindOfAnybody(id)!;
        while (job.Tag!.Callback!.Next is not null)
            await Task.Delay(20, Cancel);
    }

    private async Task<Call> FirstAsync()
    {
        Call? call;
        while (!_calls.TryPeek(out call))
            await Task.Delay(20, Cancel);
        return call;
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        string body = await reader.ReadToEndAsync(Cancel);
        _calls.Enqueue(new Call(
            context.Request.Headers["webhook-id"]!, context.Request.Headers["webhook-timestamp"]!,
            context.Request.Headers["webhook-signature"]!, body));
        if (context.Request.Query.ContainsKey("redirect"))
            context.Response.Redirect(Url);
        else if (Interlocked.Decrement(ref _refusals) >= 0)
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
    }

    private sealed record Call(string Id, string Timestamp, string Signature, string Body)
    {
        public JsonElement Json => JsonDocument.Parse(Body).RootElement;
    }
}
