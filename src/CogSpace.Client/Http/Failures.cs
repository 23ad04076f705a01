using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace CogSpace.Client.Http;

/// <summary>Makes one kind of exception of everything that can go wrong between here and a server.</summary>
/// <param name="server">Its address, for sentences.</param>
/// <param name="time">The clock.</param>
internal sealed class Failures(string server, TimeProvider time)
{
    private const int MostBytes = 65_536;
    private const string ProblemType = "application/problem+json";

    /// <summary>What an exception says of the connection; null: nothing, it is of another kind.</summary>
    /// <param name="e">Thrown while something was sent or read.</param>
    /// <param name="cancel">Of who asked: what it ends is not a failure.</param>
    public CogSpaceApiException? Of(Exception e, CancellationToken cancel) => e switch
    {
        CogSpaceApiException failure => failure,
        _ when cancel.IsCancellationRequested => null,
        HttpRequestException
        {
            HttpRequestError: HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError
                or HttpRequestError.SecureConnectionError,
        } => new CogSpaceApiException(
            $"Cannot connect to {server}: {Sentence(e)}", CogSpaceApiException.Unreachable, FailureKind.NotConnected, e),
        HttpRequestException or IOException => new CogSpaceApiException(
            $"The connection to {server} was lost: {Sentence(e)}", CogSpaceApiException.Unreachable, FailureKind.Lost, e),
        OperationCanceledException => new CogSpaceApiException(
            $"{server} did not answer in time.", CogSpaceApiException.Unreachable, FailureKind.Lost, e),
        JsonException or NotSupportedException => NotUnderstood(e),
        _ => null,
    };

    /// <summary>What an answer other than a success says.</summary>
    public async Task<CogSpaceApiException> ReadAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        var (status, after) = (response.StatusCode, AfterOf(response));
        if (await ProblemOfAsync(response, cancel) is { Detail: { } detail, Code: { } code } problem)
            return new CogSpaceApiException(detail, code, KindOf(status, after is not null))
            {
                Status = status,
                Field = problem.Field,
                RetryAfter = after,
            };
        string said = response.Headers.Location is { } elsewhere
            ? $"{server} refers to {elsewhere}: use that address."
            : string.Create(CultureInfo.InvariantCulture, $"{server} answers {(int)status} {response.ReasonPhrase}").Trim() + ".";
        return new CogSpaceApiException(said, CogSpaceApiException.NotUnderstood, KindOf(status, mayPass: true))
        {
            Status = status,
            RetryAfter = after,
        };
    }

    private CogSpaceApiException NotUnderstood(Exception e) => new(
        $"{server} does not answer as a CogSpace server of this version does.", CogSpaceApiException.NotUnderstood,
        FailureKind.Final, e);

    // A server that does not say when to come back expects no change; a proxy before it does not know.
    private static FailureKind KindOf(HttpStatusCode status, bool mayPass) => status switch
    {
        HttpStatusCode.TooManyRequests => FailureKind.Later,
        HttpStatusCode.ServiceUnavailable when mayPass => FailureKind.Later,
        HttpStatusCode.BadGateway or HttpStatusCode.GatewayTimeout => FailureKind.Lost,
        _ => FailureKind.Final,
    };

    private static async Task<Problem?> ProblemOfAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.Content.Headers.ContentType?.MediaType != ProblemType)
            return null;
        try
        {
            await response.Content.LoadIntoBufferAsync(MostBytes, cancel);
            return await response.Content.ReadFromJsonAsync(ClientJson.Default.Problem, cancel);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException)
        {
            return null;       // the status says enough
        }
    }

    private TimeSpan? AfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date > time.GetUtcNow() ? date - time.GetUtcNow() : TimeSpan.Zero,
        _ => null,
    };

    private static string Sentence(Exception e)
    {
        while (e.InnerException is { } inner)
            e = inner;
        return e.Message.EndsWith('.') ? e.Message : $"{e.Message}.";
    }
}
