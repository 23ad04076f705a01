using System.Net.Mime;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using CogSpace.Web.Api;
using CogSpace.Web.Languages;
using Microsoft.AspNetCore.Diagnostics;

namespace CogSpace.Web.Hosting;

/// <summary>
/// A request that fails for a reason of the server is answered with a sentence and a code, and the log has the reason by that
/// code. A browser gets a page, anybody else JSON.
/// </summary>
internal sealed class FailureAnswer(ILogger<FailureAnswer> log) : IExceptionHandler
{
    private const int CodeLetters = 8;

    public async ValueTask<bool> TryHandleAsync(HttpContext context, Exception exception, CancellationToken cancellationToken)
    {
        if (context.RequestAborted.IsCancellationRequested)
            return true;
        var (status, sentence) = Say(exception);
        string? code = null;
        if (status >= StatusCodes.Status500InternalServerError)
        {
            code = NewCode();
            log.LogError(exception, "Failure {Code}: a request failed", code);
        }

        context.Response.StatusCode = status;
        if (context.Request.IsOfApi())
        {
            string detail = code is null ? sentence : $"Something went wrong on the server. {Quote(code)}";
            await (ApiProblem.OfStatus(status) with { Detail = detail }).WriteAsync(context, cancellationToken);
        }
        else if (WantsPage(context.Request))
        {
            context.Response.ContentType = "text/html; charset=utf-8";
            await context.Response.WriteAsync(Page(context, sentence, code), cancellationToken);
        }
        else
        {
            await context.Response.WriteAsJsonAsync(new { error = context.Sentences().Say(sentence), code }, cancellationToken);
        }

        return true;
    }

    /// <summary>A short code that nobody has had before, for a person to quote and for the log.</summary>
    public static string NewCode() => RandomNumberGenerator.GetHexString(CodeLetters, lowercase: true);

    /// <summary>What a person is asked to quote.</summary>
    public static string Quote(string code) => $"If it happens again, quote {code} when you report it.";

    private static (int Status, string Sentence) Say(Exception e) => e switch
    {
        BadHttpRequestException bad => (bad.StatusCode, "The server cannot read this request. Please load the page again."),
        InvalidDataException => (StatusCodes.Status400BadRequest, "The form is too large to read. Please load the page again."),
        _ when IsOfDisk(e) => (
            StatusCodes.Status503ServiceUnavailable,
            "The server's disk is full or cannot be written to, so the page cannot be shown. Please try again later."),
        _ => (
            StatusCodes.Status500InternalServerError,
            "Something went wrong on the server. Please load the page again."),
    };

    private static bool IsOfDisk(Exception? e) => e is not null && (Disk.Failed(e) || IsOfDisk(e.InnerException));

    private static bool WantsPage(HttpRequest request) => request.GetTypedHeaders().Accept.Any(
        type => type.MediaType.Equals(MediaTypeNames.Text.Html, StringComparison.OrdinalIgnoreCase));

    // Nothing of the page itself, which may be what fails.
    private static string Page(HttpContext context, string sentence, string? code)
    {
        var sentences = context.Sentences();
        string language = context.RequestServices.GetRequiredService<PageLanguage>().Current.Tag;
        string title = sentences.Say("Something went wrong · CogSpace");
        string heading = sentences.Say("This did not work.");
        string comfort = sentences.Say("Your videos are safe.");
        string back = sentences.Say("To the page");
        string root = HtmlEncoder.Default.Encode(context.Request.PathBase.ToUriComponent());
        return $"""
            <!DOCTYPE html>
            <html lang="{language}">
            <head>
              <meta charset="utf-8" />
              <meta name="viewport" content="width=device-width, initial-scale=1" />
              <meta name="color-scheme" content="light dark" />
              <title>{title}</title>
            </head>
            <body>
              <main>
                <h1>{heading}</h1>
                <p>{sentences.Say(sentence)} {comfort}</p>
                {(code is null ? "" : $"<p>{sentences.Say(Quote(code))}</p>")}
                <p><a href="{root}/">{back}</a></p>
              </main>
            </body>
            </html>

            """;
    }
}
