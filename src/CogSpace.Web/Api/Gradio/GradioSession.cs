using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Web.Api.Gradio;

/// <summary>A client, known by a secret that it made up itself, because Gradio's clients can send back nothing else.</summary>
/// <param name="Hash">Of the secret, in the form of an <see cref="Jobs.UnguessableId"/>.</param>
/// <param name="Caller">
/// Whose its events are: the holder of the key or token that came along, or else the session itself.
/// </param>
internal sealed record GradioSession(string Hash, ApiCaller Caller)
{
    private const int Shortest = 8;
    private const int Longest = 128;
    private const int Digits = 32;

    /// <param name="caller">Who asks.</param>
    /// <param name="secret">The session_hash of the request.</param>
    /// <exception cref="ApiException">It is missing, or too short to be a secret.</exception>
    public static GradioSession Of(ApiCaller caller, string? secret)
    {
        if (secret is not { Length: >= Shortest and <= Longest })
            throw ApiException.Invalid("session_hash", string.Create(
                CultureInfo.InvariantCulture,
                $"The session_hash takes {Shortest} to {Longest} characters that nobody else can guess."));
        string hash = HashOf(secret);
        return new GradioSession(
            hash, caller.Token is null ? caller : caller with { Visitor = caller.Visitor with { Owner = hash }, Token = null });
    }

    /// <summary>Whether a caller who knows the id of an event may look at it and cancel it.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="session">That it belongs to.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="secret">The session_hash that was sent along; null: none.</param>
    /// <remarks>The JavaScript client cancels without the key that it asked with, so the session is enough.</remarks>
    public static bool MayReach(string owner, string? session, ApiCaller caller, string? secret) =>
        session is null || owner == caller.Owner || (secret is not null && session == HashOf(secret));

    private static string HashOf(string secret) => Convert.ToHexStringLower(
        SHA256.HashData(Encoding.UTF8.GetBytes($"CogSpace.Api.Gradio.v1:{secret}")))[..Digits];
}
