using System.Text.Json;
using CogSpace.Web.Jobs;
using CogSpace.Web.Languages;
using CogSpace.Web.Owners;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Reports;

/// <summary>Takes what visitors say of videos that they can see: their own, and shared ones.</summary>
public static class ReportEndpoints
{
    private const int MostBytes = 16 * 1024;
    private const string Missing = "There is no such video, or it has expired.";
    private const string Thanks = "Thank you. Your report is kept for the host of this server, who will look at it.";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { MaxDepth = 4 };

    /// <summary>POST /reports: {"video": id or link, "reason", "text"}.</summary>
    public static void MapReports(this IEndpointRouteBuilder endpoints) => endpoints.MapPost("/reports", ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(
        HttpContext context, OwnerContext owner, JobBoard board, TimeProvider time)
    {
        var services = context.RequestServices;
        if (owner.Owner == OwnerContext.Nobody || !await PageToken.IsValidAsync(context))
            return Refuse(
                StatusCodes.Status400BadRequest,
                "The report was not taken, because it did not come from this page as it is now. Please load the page again.");
        if (!services.GetRequiredService<ReportRate>().TryTake(owner.Visitor))
            return Refuse(
                StatusCodes.Status429TooManyRequests, "You have sent several reports already. Please send the next in an hour.");
        try
        {
            var sent = await ReadAsync(context);
            sent.Check();
            if (sent.VideoId is not { } id || (board.Find(owner.Owner, id) ?? board.FindShared(id)) is not { } job)
                return Refuse(StatusCodes.Status404NotFound, Missing);
            var report = new Report(
                UnguessableId.New(), job.Id, job.Owner, job.Visitor.Address, sent.Reason!.Trim(), sent.Text?.Trim() ?? "",
                owner.Owner, owner.Visitor.Address, time.GetUtcNow());
            return services.GetRequiredService<ReportStore>().Add(report)
                ? Results.Json(
                    new { message = context.Sentences().Say(Thanks) }, statusCode: StatusCodes.Status202Accepted)
                : Refuse(
                    StatusCodes.Status503ServiceUnavailable,
                    "The server keeps as many reports as it can, and somebody has to read them first. Please try again later.");
        }
        catch (InvalidRequestException e)
        {
            return Refuse(StatusCodes.Status400BadRequest, e.Message);
        }
        catch (CogSpaceException)
        {
            return Refuse(
                StatusCodes.Status503ServiceUnavailable, "The server cannot keep the report just now. Please try again later.");
        }
    }

    private static async Task<SentReport> ReadAsync(HttpContext context)
    {
        context.LimitBody(MostBytes);
        try
        {
            return await JsonSerializer.DeserializeAsync<SentReport>(context.Request.Body, Format, context.RequestAborted)
                ?? throw new JsonException("it is null");
        }
        catch (Exception e) when (e is JsonException or BadHttpRequestException)
        {
            throw new InvalidRequestException(
                "A report is JSON of at most 16 KB: {\"video\": an id or a link, \"reason\": a few words, \"text\": the rest}.");
        }
    }

    private static IResult Refuse(int status, string sentence) => SpokenAnswer.Error(sentence, status);
}
