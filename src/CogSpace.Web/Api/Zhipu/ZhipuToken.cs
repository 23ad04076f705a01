using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.Zhipu;

/// <summary>Takes the key of a program from the token that some of Zhipu's clients make of it.</summary>
/// <remarks>
/// These clients split their key at its dot and sign a JWT, which names the first half, with the second. To check a signature a
/// server needs the secret, and this one keeps only hashes of keys. So both halves have to be the key: "KEY.KEY". The token then
/// holds what proves it, and is worth as much as the key in the header of other clients.
/// Source: zhipuai-sdk-nodejs-v4 0.1, lib/core/jwt.ts; zhipuai 2 for Python, core/_jwt_token.py.
/// </remarks>
internal static class ZhipuToken
{
    private const string Bearer = "Bearer ";

    /// <summary>Puts the key where it is looked for. A token that does not hold one stays, and is refused there.</summary>
    public static Task AcceptAsync(HttpContext context, RequestDelegate next)
    {
        var headers = context.Request.Headers;
        if (ZhipuDialect.IsOfZhipu(context.Request.Path) && headers.Authorization is [{ } sent])
        {
            var time = context.RequestServices.GetRequiredService<TimeProvider>();
            string token = sent.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) ? sent[Bearer.Length..] : sent;
            if (KeyIn(token.Trim(), time.GetUtcNow()) is { } key)
                headers.Authorization = Bearer + key;
        }

        return next(context);
    }

    /// <param name="token">header.claims.signature, each in base 64 for addresses.</param>
    /// <param name="now">The time.</param>
    /// <returns>null: it is not one, has expired, or was not signed with the key that it names.</returns>
    public static string? KeyIn(string token, DateTimeOffset now)
    {
        if (token.Split('.') is not [_, var body, var signature] || Read(body) is not { Key: { } key, Expires: { } end }
            || end < now.ToUnixTimeMilliseconds())
            return null;
        byte[] signed = Encoding.ASCII.GetBytes(token[..token.LastIndexOf('.')]);
        string expected = Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), signed));
        return CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(expected), Encoding.ASCII.GetBytes(signature))
            ? key
            : null;
    }

    private static Claims? Read(string body)
    {
        try
        {
            return JsonSerializer.Deserialize<Claims>(Base64Url.DecodeFromChars(body));
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <param name="Key">The first half.</param>
    /// <param name="Expires">In milliseconds since 1970, and not in seconds as elsewhere.</param>
    private sealed record Claims(
        [property: JsonPropertyName("api_key")] string? Key, [property: JsonPropertyName("exp")] long? Expires);
}
