using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Web.Api;

/// <summary>What makes a repeated request the same one: kept with the job, so that it is on disk as soon as the job is.</summary>
/// <param name="Key">SHA-256 of the header Idempotency-Key.</param>
/// <param name="Fingerprint">Of the request that came with it.</param>
public sealed record RepeatKey(string Key, string Fingerprint)
{
    /// <summary>The header that it comes in.</summary>
    internal const string Header = "Idempotency-Key";

    /// <summary>The header that says that a video was there before.</summary>
    internal const string AnswerHeader = "Idempotency-Replayed";

    /// <summary>How long it counts.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private const int MostLetters = 255;

    /// <param name="request">A program's.</param>
    /// <param name="fingerprint">Of its body.</param>
    /// <returns>null: it came without one.</returns>
    /// <exception cref="ApiException">It is empty, too long or there twice.</exception>
    internal static RepeatKey? Of(HttpRequest request, string fingerprint)
    {
        var header = request.Headers[Header];
        if (header.Count == 0)
            return null;
        return header is [{ Length: > 0 and <= MostLetters } text]
            ? new RepeatKey(HashOf(text), $"{request.Path} {fingerprint}")
            : throw ApiException.Invalid(
                Header, string.Create(
                    CultureInfo.InvariantCulture, $"The header Idempotency-Key takes 1 to {MostLetters} characters, once."));
    }

    /// <summary>For interfaces in which a request has a name, which does not keep another request from having it, too.</summary>
    /// <param name="name">That the program has given its request.</param>
    /// <param name="fingerprint">Of its body.</param>
    internal static RepeatKey OfName(string name, string fingerprint) => new(HashOf($"{fingerprint} {name}"), fingerprint);

    private static string HashOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
}
