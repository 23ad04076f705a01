using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Moderation;
using CogSpace.Web.Operations;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api;

/// <summary>Why a program's request failed, as RFC 9457 writes it.</summary>
internal sealed record ApiProblem
{
    public const string MediaType = "application/problem+json";
    public const string Invalid = "invalid";
    public const string NotFound = "not_found";
    public const string WasCancelled = "It was cancelled.";

    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    /// <summary>The kind of problem; <c>code</c> tells more.</summary>
    public string Type { get; } = "about:blank";

    /// <summary>The name of the status.</summary>
    public string Title => ReasonPhrases.GetReasonPhrase(Status);

    /// <summary>The status of the answer.</summary>
    public required int Status { get; init; }

    /// <summary>What is wrong and what can be done about it, a sentence in the language that Accept-Language asks for.</summary>
    public required string Detail { get; init; }

    /// <summary>A word for programs: invalid, not_found, queue_full, share, disk, draining, host and others.</summary>
    public required string Code { get; init; }

    /// <summary>The field of the request that is at fault.</summary>
    public string? Field { get; init; }

    /// <summary>When it is worth asking again; sent as Retry-After.</summary>
    [JsonIgnore]
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>What a failure with a sentence is to programs.</summary>
    public static ApiProblem Of(CogSpaceException failure) => new()
    {
        Status = StatusOf(failure),
        Detail = failure.Message,
        Code = (failure as ApiException)?.Code ?? RefusalReason.Of(failure),
        Field = failure switch
        {
            ApiException { Field: var field } => field,
            InvalidRequestException { Setting: { } setting } => JsonNamingPolicy.SnakeCaseLower.ConvertName(setting),
            _ => null,
        },
        RetryAfter = failure switch
        {
            QueueFullException full => TimeSpan.FromSeconds(full.Seconds),
            ShareUsedException { RetryAfter: var time } => time ?? Later,
            DrainingException or RefusedException { Status: StatusCodes.Status503ServiceUnavailable } => Later,
            UploadRefusedException { Status: StatusCodes.Status429TooManyRequests } => Later,
            _ => null,
        },
    };

    /// <summary>Why a video that is over was not made, a sentence; null: it was, or it is not over.</summary>
    public static string? WhyNotMade(JobStatus status) => status.State switch
    {
        JobState.Failed => status.Error ?? "",
        JobState.Cancelled => WasCancelled,
        _ => null,
    };

    /// <summary>What an answer without words is to programs.</summary>
    public static ApiProblem OfStatus(int status) => new()
    {
        Status = status,
        Detail = status switch
        {
            StatusCodes.Status404NotFound => "There is nothing at this address.",
            StatusCodes.Status405MethodNotAllowed => "This address is not used with this method.",
            StatusCodes.Status415UnsupportedMediaType =>
                "Send the request as application/json, or with a file as multipart/form-data.",
            StatusCodes.Status416RangeNotSatisfiable => "The file does not have this range of bytes.",
            _ => "The server cannot read this request.",
        },
        Code = status switch
        {
            StatusCodes.Status404NotFound => NotFound,
            >= StatusCodes.Status500InternalServerError => "failure",
            _ => Invalid,
        },
    };

    /// <summary>Sends it, in the language of the request.</summary>
    public Task WriteAsync(HttpContext context, CancellationToken cancel = default)
    {
        var response = context.Response;
        var dialect = context.RequestServices.GetServices<IApiDialect>()
            .FirstOrDefault(dialect => dialect.Speaks(context.Request.Path));
        (response.StatusCode, response.ContentLength) = (dialect?.StatusOf(this) ?? Status, null);
        if (RetryAfter is { } time)
            response.Headers.RetryAfter = Math.Max(1, Math.Ceiling(time.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        if (Status == StatusCodes.Status401Unauthorized)
            response.Headers[HeaderNames.WWWAuthenticate] = "Bearer";
        response.Headers.ContentLanguage = context.RequestServices.GetRequiredService<PageLanguage>().Current.Tag;
        var said = this with { Detail = context.Sentences().Say(Detail) };
        return dialect is null
            ? response.WriteAsJsonAsync(said, ApiJson.Options, MediaType, cancel)
            : response.WriteAsJsonAsync(dialect.Describe(said), ApiJson.WithNulls, "application/json", cancel);
    }

    private static int StatusOf(CogSpaceException failure) => failure switch
    {
        ApiException { Status: var status } => status,
        RefusedException { Status: var status } => status,
        UploadRefusedException { Status: var status } => status,
        InvalidRequestException or SourceGoneException or MediaException => StatusCodes.Status400BadRequest,
        ShareUsedException => StatusCodes.Status429TooManyRequests,
        NoRoomException or DiskException => StatusCodes.Status507InsufficientStorage,
        _ => StatusCodes.Status503ServiceUnavailable,
    };
}
