using System.Net;
using System.Text;
using CogSpace.Web.Jobs;
using CogSpace.Web.Tests.Uploads;

namespace CogSpace.Web.Tests.Api.BadInput;

/// <summary>The same bad input through each interface: refused in its shape, with nothing made, and the server goes on.</summary>
public sealed class EveryInterfaceTests : IDisposable
{
    private const string Elsewhere = "203.0.113.9";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => AnyInterface.Names;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("v1", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("direct", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("gradio", HttpStatusCode.RequestEntityTooLarge)]
    [InlineData("openai", HttpStatusCode.BadRequest)]       // a picture may be as large, and a prompt not
    [InlineData("zhipu", HttpStatusCode.BadRequest)]
    public async Task TenMegabytesOfJson_AreRefused(string name, HttpStatusCode status)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);

        await RefusedAsync(one, program, status, one.Body($"\"{new string('a', 10_000_000)}\""));
        await RefusedAsync(one, program, HttpStatusCode.RequestEntityTooLarge, one.Body($"\"{new string('a', 13_000_000)}\""));

        Assert.Empty(server.Board.All);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task WhatCannotBeRead_IsRefused(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);

        string[] bodies =
        [
            "", "{", "[]", "null", "7", "\"a\"", "{\"prompt\": \"a\", \"prompt\": \"b\"}", new string('[', 100_000),
            one.Body(new string('[', 5000) + new string(']', 5000)), one.Body("\"\\ud800\"") + "x",
        ];
        foreach (string body in bodies)
            await RefusedAsync(one, program, HttpStatusCode.BadRequest, body);

        foreach (string type in (string[])["text/plain", "application/x-www-form-urlencoded"])
        {
            using var other = await program.Http.PostAsync(
                one.Path, new StringContent(one.Body("\"a\""), Encoding.UTF8, type), Cancel);
            await one.AssertFailureAsync(HttpStatusCode.UnsupportedMediaType, other);
        }

        Assert.Empty(server.Board.All);
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("direct")]
    [InlineData("openai")]
    [InlineData("zhipu")]
    public async Task AFieldOfAnotherType_AndAnUnknownOne_AreNamed(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);

        foreach (string prompt in (string[])["7", "true", "[\"a\"]", "{\"a\": 1}"])
            Assert.Contains(
                "\"prompt\"", await RefusedAsync(one, program, HttpStatusCode.BadRequest, one.Body(prompt)),
                StringComparison.Ordinal);
        Assert.Contains(
            "\"promt\"", await RefusedAsync(one, program, HttpStatusCode.BadRequest, "{\"promt\": \"a\"}"),
            StringComparison.Ordinal);

        Assert.Empty(server.Board.All);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task AWrongKey_AndAForgedId_AreRefused(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var program = await ApiProgram.KnownAsync(server);
        var one = AnyInterface.Of(name);

        foreach (string id in (string[])["0", "..%2f..%2fjob.json", UnguessableId.New(), UnguessableId.New().ToUpperInvariant()])
        {
            using var answer = await program.Http.GetAsync(one.Look + id, Cancel);
            await one.AssertFailureAsync(HttpStatusCode.NotFound, answer);
        }

        program.Know("csk_wrong");
        await RefusedAsync(one, program, HttpStatusCode.Unauthorized, one.Body("\"a\""));
        using var look = await program.Http.GetAsync(one.Look + UnguessableId.New(), Cancel);
        await one.AssertFailureAsync(HttpStatusCode.Unauthorized, look);
        Assert.Equal("Bearer", Assert.Single(look.Headers.WwwAuthenticate).Scheme);
        Assert.Empty(server.Board.All);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task ManyPolls_AreTooMany(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder, "Api:RequestsPerMinute=60");
        using var program = new ApiProgram(server, await TokenAsync(server), Elsewhere);
        var one = AnyInterface.Of(name);
        using var refused = await AskUntilAsync(HttpStatusCode.TooManyRequests);

        await one.AssertFailureAsync(HttpStatusCode.TooManyRequests, refused);
        Assert.True(refused.Headers.RetryAfter!.Delta >= TimeSpan.FromSeconds(1));

        async Task<HttpResponseMessage> AskUntilAsync(HttpStatusCode status)
        {
            for (int poll = 0; poll < 1000; poll++)
            {
                var answer = await program.Http.GetAsync(one.Look + UnguessableId.New(), Cancel);
                if (answer.StatusCode == status)
                    return answer;
                answer.Dispose();
            }

            throw new InvalidOperationException("A thousand polls were answered.");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public async Task ABodyThatBreaksOff_MakesNothing(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        var one = AnyInterface.Of(name);
        byte[] body = Encoding.UTF8.GetBytes(one.Body("\"a red circle\""));

        await HalfRequest.SendAsync(server, one.Path, body, "application/json");

        await AssertGoesOnAsync(server);
    }

    [Theory]
    [InlineData("/api/v1/videos", "image")]
    [InlineData("/v1/videos", "input_reference")]
    [InlineData("/gradio_api/upload", "files")]
    public async Task AFormThatBreaksOff_LeavesNothing(string path, string field)
    {
        await using var server = await RunningServer.StartAsync(_folder);
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(await SampleFile.PictureAsync(200, 200)), field, "a.png" },
            { new StringContent("a red circle"), "prompt" },
        };

        await HalfRequest.SendAsync(
            server, path, await form.ReadAsByteArrayAsync(Cancel), form.Headers.ContentType!.ToString());

        await AssertGoesOnAsync(server);
        while (Directory.EnumerateDirectories(_folder["data", "uploads"]).Any())
            await Task.Delay(20, Cancel);
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("zhipu")]
    public async Task RequestsWithoutALength_AreTakenAtOnce_UnlessTheyAreLarge(string name)
    {
        await using var server = await RunningServer.StartAsync(_folder, "Studio:Steps=1");
        using var program = new ApiProgram(server, await TokenAsync(server), Elsewhere);
        var one = AnyInterface.Of(name);

        // Both have begun before one of them goes on.
        var halves = Enumerable.Range(0, 2).Select(_ => new TwoHalves(Encoding.UTF8.GetBytes(one.Body("\"a\"")))).ToList();
        var answers = halves.Select(body => program.Http.PostAsync(one.Path, body, Cancel)).ToList();
        await Task.WhenAll(halves.Select(body => body.HasBegun));
        halves.ForEach(body => body.GoOn());

        foreach (var answer in await Task.WhenAll(answers))
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
        server.Board.All.ToList().ForEach(job => job.Cancel());
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<string> TokenAsync(RunningServer server)
    {
        using var program = new ApiProgram(server);
        return await program.TokenAsync();
    }

    private static async Task<string> RefusedAsync(AnyInterface one, ApiProgram program, HttpStatusCode status, string body)
    {
        using var answer = await program.Http.PostAsync(
            one.Path, new StringContent(body, Encoding.UTF8, "application/json"), Cancel);
        return await one.AssertFailureAsync(status, answer);
    }

    private static async Task AssertGoesOnAsync(RunningServer server)
    {
        Assert.Empty(server.Board.All);
        using var program = await ApiProgram.KnownAsync(server);
        await program.UntilAsync(await program.AcceptedAsync());
    }

    private sealed class TwoHalves : HttpContent
    {
        private readonly byte[] _body;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _more = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TwoHalves(byte[] body) => (_body, Headers.ContentType) = (body, new("application/json"));

        public Task HasBegun => _begun.Task;

        public void GoOn() => _more.SetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_body.AsMemory(0, _body.Length / 2), Cancel);
            await stream.FlushAsync(Cancel);
            _begun.SetResult();
            await _more.Task;
            await stream.WriteAsync(_body.AsMemory(_body.Length / 2), Cancel);
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
