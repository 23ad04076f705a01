using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Generation.Provenance;

/// <summary>
/// A manifest with its signature, as JSON: an envelope of DSSE, which signs the very bytes that it carries, so that nobody has
/// to agree on how to write JSON.
/// </summary>
/// <remarks>Source: github.com/secure-systems-lab/dsse, envelope.md and protocol.md, version 1.0.2.</remarks>
public static class SignedManifest
{
    /// <summary>More than any recipe takes.</summary>
    public const int MostBytes = 512 * 1024;

    private const string Type = "application/vnd.cogspace.manifest+json";

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        MaxDepth = 32,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,       // a file, never part of a page
    };

    private static readonly JsonSerializerOptions Indented = new(Format) { WriteIndented = true };

    /// <summary>Signs a manifest.</summary>
    /// <returns>The bytes of its file.</returns>
    public static byte[] Write(Manifest manifest, SigningKey key)
    {
        byte[] payload = JsonSerializer.SerializeToUtf8Bytes(manifest, Format);
        return JsonSerializer.SerializeToUtf8Bytes(
            new Envelope(Type, payload, [new Signature(key.Public.Id, key.Sign(Signed(Type, payload)))]), Indented);
    }

    /// <summary>Checks the signature, and then reads what it signs.</summary>
    /// <param name="json">The bytes of a manifest's file, from anybody.</param>
    /// <param name="key">The key of the one who is said to have signed it.</param>
    /// <exception cref="ManifestException">It is not a manifest, was changed, or another key signed it.</exception>
    public static Manifest Read(ReadOnlySpan<byte> json, VerificationKey key)
    {
        var envelope = Parse<Envelope>(json, "This is not a manifest of CogSpace, or it is damaged.");
        if (envelope.PayloadType != Type)
            throw new ManifestException("This is not a manifest of CogSpace.");
        var own = envelope.Signatures.FirstOrDefault(signature => signature?.KeyId == key.Id) ?? throw new ManifestException(
            $"The manifest was signed by another key than this one ({key.Id[..16]}…).");
        if (!key.Verify(Signed(envelope.PayloadType, envelope.Payload), own.Sig))
            throw new ManifestException("The signature is wrong: the manifest was changed after it was signed.");
        var manifest = Parse<Manifest>(envelope.Payload, "The manifest is signed, but another version of CogSpace wrote it.");
        return manifest is { Version: Manifest.CurrentVersion } && manifest.Key == key.Id
            ? manifest
            : throw new ManifestException("The manifest is signed, but another version of CogSpace wrote it.");
    }

    // Pre-authentication encoding: type and payload with their lengths, so that neither can pass for part of the other.
    private static byte[] Signed(string type, byte[] payload) =>
    [
        .. Encoding.UTF8.GetBytes(
            string.Create(
                CultureInfo.InvariantCulture, $"DSSEv1 {Encoding.UTF8.GetByteCount(type)} {type} {payload.Length} ")),
        .. payload,
    ];

    private static T Parse<T>(ReadOnlySpan<byte> json, string refusal)
    {
        try
        {
            if (json.Length <= MostBytes)
                return JsonSerializer.Deserialize<T>(json, Format) ?? throw new ManifestException(refusal);
        }
        catch (Exception e) when (e is JsonException or NotSupportedException or InvalidOperationException or ArgumentException)
        {
            throw new ManifestException(refusal, e);
        }

        throw new ManifestException(refusal);
    }

    private sealed record Envelope(string PayloadType, byte[] Payload, IReadOnlyList<Signature?> Signatures);

    private sealed record Signature([property: JsonPropertyName("keyid")] string KeyId, byte[] Sig);
}
