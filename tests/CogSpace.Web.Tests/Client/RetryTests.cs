using System.Net;
using System.Net.Http.Headers;
using System.Text;
using CogSpace.Client;

namespace CogSpace.Web.Tests.Client;

/// <summary>When a client sends a request again, and when it does not.</summary>
public sealed class RetryTests
{
    private const string Offer =
        """
        {
          "models": [], "loras": [], "upscalers": [], "interpolators": [], "new": 1,
          "limits": { "prompt_characters": 1, "steps": 1, "image_megabytes": 1, "video_megabytes": 1 }
        }
        """;

    private static readonly Uri Address = new("http://localhost:7860");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task WhoIsToldToComeBack_ComesBackThen(HttpStatusCode status)
    {
        var server = new ScriptedServer(Problem(status, after: 1), Problem(status, after: 1), Answer(Offer));
        var waits = new List<TimeSpan>();
        using var http = new HttpClient(server);
        using var client = new CogSpaceClient(
            Address, http: http, retries: new RetryOptions { Waiting = (_, wait) => waits.Add(wait), Time = new QuickClock() });

        Assert.Equal(1, (await client.GetModelsAsync(Cancel)).Limits.Steps);
        Assert.Equal([TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1)], waits);
    }

    [Fact]
    public async Task ALaterTimeThanPatienceLasts_IsNotWaitedFor()
    {
        var failure = await FailureOfAsync(Problem(HttpStatusCode.ServiceUnavailable, after: 3600), Answer(Offer));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "queue_full"), (failure.Status, failure.Code));
        Assert.Equal(TimeSpan.FromHours(1), failure.RetryAfter);
        Assert.Equal("Please come back.", failure.Message);
    }

    [Fact]
    public async Task AServerThatNeverSaysWhen_IsNotAskedAgain() => Assert.Equal(
        HttpStatusCode.ServiceUnavailable,
        (await FailureOfAsync(Problem(HttpStatusCode.ServiceUnavailable, after: null), Answer(Offer))).Status);

    [Fact]
    public async Task AnAddressThatNeverAnswered_IsNotWaitedFor()
    {
        using var client = new CogSpaceClient(new Uri("http://127.0.0.1:1"));

        var failure = await Assert.ThrowsAsync<CogSpaceApiException>(() => client.GetModelsAsync(Cancel));

        Assert.Equal(((HttpStatusCode?)null, CogSpaceApiException.Unreachable), (failure.Status, failure.Code));
        Assert.StartsWith("Cannot connect to http://127.0.0.1:1: ", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnotherKindOfServer_IsNotUnderstood()
    {
        Assert.Equal(CogSpaceApiException.NotUnderstood, (await FailureOfAsync(Answer("<html>"))).Code);
        Assert.Equal(CogSpaceApiException.NotUnderstood, (await FailureOfAsync(Answer("{}"))).Code);
        var elsewhere = new HttpResponseMessage(HttpStatusCode.MovedPermanently);
        elsewhere.Headers.Location = new Uri("https://localhost/");
        Assert.Equal(
            "http://localhost:7860 refers to https://localhost/: use that address.", (await FailureOfAsync(elsewhere)).Message);
    }

    [Theory]
    [InlineData("ftp://localhost")]
    [InlineData("file:///api")]
    public void Addresses_AreOfTheWeb(string address) =>
        Assert.Throws<ArgumentException>(() => new CogSpaceClient(new Uri(address)));

    private static async Task<CogSpaceApiException> FailureOfAsync(params HttpResponseMessage[] answers)
    {
        using var http = new HttpClient(new ScriptedServer(answers));
        using var client = new CogSpaceClient(Address, http: http);
        return await Assert.ThrowsAsync<CogSpaceApiException>(() => client.GetModelsAsync(Cancel));
    }

    private static HttpResponseMessage Answer(string json) =>
        new(HttpStatusCode.OK) { Content = new StringContent(json, Encoding.UTF8, "application/json") };

    private static HttpResponseMessage Problem(HttpStatusCode status, int? after)
    {
        var answer = new HttpResponseMessage(status)
        {
            Content = new StringContent(
                """{ "detail": "Please come back.", "code": "queue_full" }""", Encoding.UTF8, "application/problem+json"),
        };
        if (after is { } seconds)
            answer.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return answer;
    }

    private sealed class ScriptedServer(params HttpResponseMessage[] answers) : HttpMessageHandler
    {
        private readonly Queue<HttpResponseMessage> _answers = new(answers);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal("/api/v1/models", request.RequestUri!.AbsolutePath);
            return Task.FromResult(_answers.Dequeue());
        }
    }

    // Its timers are over as soon as they are set.
    private sealed class QuickClock : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
