using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace CogSpace.Web.Api;

/// <summary>
/// The body of a program's request: JSON, or a form whose fields are those of the JSON and whose files become uploads.
/// </summary>
internal sealed class ApiBody(ApiFiles files, TimeProvider time)
{
    private const int Kilobyte = 1000;
    private const int MostKilobytes = 256;      // the longest prompts take half of it
    private const int MostLargeKilobytes = 12_000;      // a picture of 9 MB, in base 64
    private const int MostPiece = 81_920;
    private const int MostParts = 50;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    // Such a body is held in memory, several times over.
    private readonly ShareCounter _large = new(1, FairShare.AddressFactor, 8);

    /// <param name="context">The request of a caller.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ApiException">It is not one, too large, or has fields that do not fit.</exception>
    /// <exception cref="UploadRefusedException">A file in it is not taken.</exception>
    public Task<ApiRequest<T>> ReadAsync<T>(HttpContext context, CancellationToken cancel)
        where T : class => ReadUpToAsync<T>(context, MostKilobytes * Kilobyte, cancel);

    /// <summary>As <see cref="ReadAsync"/>, of JSON that may have a picture in it.</summary>
    /// <exception cref="ShareUsedException">Too many of them come at once.</exception>
    /// <inheritdoc cref="ReadAsync"/>
    public async Task<ApiRequest<T>> ReadLargeAsync<T>(HttpContext context, CancellationToken cancel)
        where T : class
    {
        if (context.Request.HasFormContentType)
            return await ReadAsync<T>(context, cancel);
        IDisposable? use = null;
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, patience.Token);
        try
        {
            return await ReadUpToAsync<T>(context, MostLargeKilobytes * Kilobyte, either.Token, BeginLarge);
        }
        finally
        {
            use?.Dispose();
        }

        // Not before so much has come: not every client says how long its body is.
        void BeginLarge()
        {
            if (_large.Take(context.Caller().Visitor, out use) != ShareLimit.None)
                throw new ShareUsedException("Too many pictures are being sent at once. Please try again in a moment.");
            patience.CancelAfter(Patience);
        }
    }

    private async Task<ApiRequest<T>> ReadUpToAsync<T>(
        HttpContext context, int most, CancellationToken cancel, Action? beginLarge = null)
        where T : class
    {
        var type = (JsonTypeInfo<T>)ApiJson.Options.GetTypeInfo(typeof(T));
        try
        {
            var media = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var given) ? given : null;
            return media?.MediaType.Value?.ToLowerInvariant() switch
            {
                "application/json" => Made(
                    ParseJson(await ReadTextAsync(context.Request.Body, most, cancel, beginLarge)), type),
                "multipart/form-data" => await ReadFormAsync(context, type, cancel),
                _ => throw new ApiException(
                    StatusCodes.Status415UnsupportedMediaType, ApiProblem.Invalid,
                    "Send the request as application/json, or with a file as multipart/form-data."),
            };
        }
        catch (Exception e) when (e is not (CogSpaceException or BadHttpRequestException) && BrokenBody.Is(e, context))
        {
            throw ApiException.Invalid(null, "The request did not arrive whole. Please send it again.");
        }
    }

    private static ApiRequest<T> Made<T>(
        JsonNode? node, JsonTypeInfo<T> type, Dictionary<string, ReceivedFile>? files = null)
        where T : class
    {
        JsonShape.Check(node, type);
        string print = Fingerprint(node!, files ?? []);
        foreach (var (name, file) in files ?? [])
            node![name] = file.Upload.Id;
        return new ApiRequest<T>(node.Deserialize(type)!, print);
    }

    // The same for the same fields and the same bytes in files, however they are written down.
    private static string Fingerprint(JsonNode node, Dictionary<string, ReceivedFile> files)
    {
        var fields = node.AsObject()
            .Where(field => field.Value is not null && !files.ContainsKey(field.Key))
            .Select(field => $"{field.Key}={field.Value!.ToJsonString()}");
        var all = fields.Concat(files.Select(file => $"{file.Key}:{file.Value.Sha256}")).Order(StringComparer.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', all))));
    }

    private static JsonNode? ParseJson(byte[] text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: ApiJson.Reading);
        }
        catch (JsonException e)
        {
            throw ApiException.Invalid(null, e.LineNumber is { } line
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"The body is not JSON that can be read: see line {line + 1}, byte {e.BytePositionInLine + 1}.")
                : "A field of the body is there twice.");
        }
    }

    private async Task<ApiRequest<T>> ReadFormAsync<T>(
        HttpContext context, JsonTypeInfo<T> type, CancellationToken cancel)
        where T : class
    {
        var reader = MultipartForm.Open(context)
            ?? throw ApiException.Invalid(null, "The form does not say what its parts are divided by.");
        var fields = new JsonObject();
        var received = new Dictionary<string, ReceivedFile>(StringComparer.Ordinal);
        int parts = 0;
        while (await reader.ReadNextSectionAsync(cancel) is { } part)
        {
            if (++parts > MostParts || !ContentDispositionHeaderValue.TryParse(part.ContentDisposition, out var about)
                || HeaderUtilities.RemoveQuotes(about.Name).Value is not { Length: > 0 } name)
                throw ApiException.Invalid(null, "The form has a part without a name, or too many parts.");
            var (place, field) = PlaceOf(fields, name);
            if (place.ContainsKey(field))
                throw ApiException.Invalid(name, $"The field \"{PlainNumber.Shown(name)}\" is there twice.");
            if (about.IsFileDisposition())
            {
                received[name] = await files.ReceiveAsync(context.Caller().Visitor, name, part.Body, length: null, cancel);
                fields[name] = received[name].Upload.Id;
            }
            else
            {
                place[field] = ValueOf(
                    Encoding.UTF8.GetString(await ReadTextAsync(part.Body, MostKilobytes * Kilobyte, cancel)),
                    type.Properties.FirstOrDefault(property => property.Name == name)?.PropertyType);
            }
        }

        return Made(fields, type, received);
    }

    // Forms of some clients write {"a": {"b": 1}} as a[b].
    private static (JsonObject Place, string Field) PlaceOf(JsonObject fields, string name)
    {
        if (name.Split('[') is not [{ Length: > 0 } outer, [.. { Length: > 0 } inner, ']']])
            return (fields, name);
        if (!fields.ContainsKey(outer))
            fields[outer] = new JsonObject();
        return fields[outer] is JsonObject place ? (place, inner) : (fields, outer);
    }

    // A form has texts alone: what the field is decides what they mean. What does not fit stays a text, and is refused by name.
    private static JsonNode? ValueOf(string text, Type? type)
    {
        type = type is null ? typeof(string) : Nullable.GetUnderlyingType(type) ?? type;
        if (type == typeof(string) || type.IsEnum)
            return text;
        bool isValue =
            type == typeof(int) ? PlainNumber.Whole(text) is not null
            : type == typeof(double) ? PlainNumber.Fraction(text) is not null
            : type != typeof(bool) || text is "true" or "false";
        try
        {
            return isValue ? JsonNode.Parse(text, documentOptions: ApiJson.Reading) : text;
        }
        catch (JsonException)
        {
            return text;
        }
    }

    // It grows with what comes: a large body is seldom as large as it may be.
    private static async Task<byte[]> ReadTextAsync(
        Stream body, int most, CancellationToken cancel, Action? beginLarge = null)
    {
        using var bytes = new MemoryStream();
        byte[] piece = new byte[MostPiece];
        int read;
        while (bytes.Length <= most && (read = await body.ReadAsync(piece, cancel)) > 0)
        {
            bytes.Write(piece, 0, read);
            if (bytes.Length <= MostKilobytes * Kilobyte)
                continue;
            beginLarge?.Invoke();
            beginLarge = null;
        }

        return bytes.Length <= most
            ? bytes.ToArray()
            : throw new ApiException(
                StatusCodes.Status413PayloadTooLarge, ApiProblem.Invalid, string.Create(
                    CultureInfo.InvariantCulture, $"The body is too large: it may have {most / Kilobyte} KB, apart from files."));
    }
}

/// <summary>A request that was read.</summary>
/// <param name="Value">What it says.</param>
/// <param name="Fingerprint">The same for the same request, 64 hexadecimal digits.</param>
internal sealed record ApiRequest<T>(T Value, string Fingerprint);
