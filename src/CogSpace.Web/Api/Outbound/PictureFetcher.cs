using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api.Outbound;

/// <summary>Takes a picture that a program names by its address, or has put into the request itself.</summary>
internal sealed class PictureFetcher(OutboundClient client, OutboundGuard guard, ApiFiles files, TimeProvider time)
{
    private const string Inline = "data:";
    private const string Base64 = ";base64,";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <param name="visitor">Whose it will be.</param>
    /// <param name="address">https, http or data.</param>
    /// <param name="field">In which it was sent.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <exception cref="ApiException">It is no such address, may not be asked, or has no picture.</exception>
    /// <exception cref="UploadRefusedException">What is there is not taken.</exception>
    public Task<Upload> FetchAsync(Visitor visitor, string address, string field, CancellationToken cancel) =>
        address.StartsWith(Inline, StringComparison.OrdinalIgnoreCase)
            ? TakeAsync(visitor, new MemoryStream(Decode(address, field)), cancel)
            : AskAsync(visitor, address, field, cancel);

    private async Task<Upload> AskAsync(Visitor visitor, string address, string field, CancellationToken cancel)
    {
        var place = guard.Read(address) ?? throw ApiException.Invalid(
            field, "This address cannot be asked: it has to be a public one that begins with https:// or http://.");
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            using var answer = await client.Http.GetAsync(place, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (!answer.IsSuccessStatusCode)
                throw Unanswered(field);
            await using var body = await answer.Content.ReadAsStreamAsync(either.Token);
            return await TakeAsync(visitor, body, either.Token);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException
            && !cancel.IsCancellationRequested)
        {
            throw Unanswered(field);
        }
    }

    private async Task<Upload> TakeAsync(Visitor visitor, Stream body, CancellationToken cancel) =>
        (await files.ReceiveAsync(visitor, "image", body, length: null, cancel)).Upload;

    private static byte[] Decode(string address, string field)
    {
        int at = address.IndexOf(Base64, StringComparison.OrdinalIgnoreCase);
        try
        {
            return at < 0 ? throw Unreadable(field) : Convert.FromBase64String(address[(at + Base64.Length)..]);
        }
        catch (FormatException)
        {
            throw Unreadable(field);
        }
    }

    private static ApiException Unreadable(string field) =>
        ApiException.Invalid(
            field, "The picture in the request cannot be read: it has to be written as data:image/png;base64,...");

    private static ApiException Unanswered(string field) =>
        ApiException.Invalid(
            field, "No picture came from this address. It has to answer at once, and without sending us elsewhere.");
}
