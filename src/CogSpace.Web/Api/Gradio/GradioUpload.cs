using System.Globalization;
using CogSpace.Web.Uploads;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api.Gradio;

/// <summary>Takes the files of a form, and answers the paths that stand for them.</summary>
internal sealed class GradioUpload(GradioFiles files)
{
    private const string Field = "files";
    private const int Most = 10;

    /// <exception cref="ApiException">It is another form than clients send.</exception>
    /// <exception cref="UploadRefusedException">A file is not taken.</exception>
    public async Task<IResult> ReceiveAsync(HttpContext context)
    {
        var reader = MultipartForm.Open(context) ?? throw Wrong();
        var paths = new List<string>();
        try
        {
            while (await reader.ReadNextSectionAsync(context.RequestAborted) is { } part)
            {
                if (!ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var about)
                    || !about.IsFileDisposition() || HeaderUtilities.RemoveQuotes(about.Name) != Field)
                    throw Wrong();
                if (paths.Count == Most)
                    throw ApiException.Invalid(Field, string.Create(
                        CultureInfo.InvariantCulture, $"A form may have {Most} files. Please send the others in another one."));
                paths.Add(await files.ReceiveAsync(context.Caller().Visitor, part.Body, context.RequestAborted));
            }
        }
        catch (Exception e) when (e is not (CogSpaceException or BadHttpRequestException) && BrokenBody.Is(e, context))
        {
            throw ApiException.Invalid(null, "The file did not arrive whole. Please send it again.");
        }

        return paths.Count > 0 ? GradioJson.Answer(paths) : throw Wrong();
    }

    private static ApiException Wrong() => ApiException.Invalid(
        Field, "Send the files as multipart/form-data, each of them in a field \"files\".");
}
