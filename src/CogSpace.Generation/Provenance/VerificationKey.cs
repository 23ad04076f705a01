using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace CogSpace.Generation.Provenance;

/// <summary>The public half of a maker's key, ECDSA P-256, which checks manifests.</summary>
public sealed class VerificationKey : IDisposable
{
    private const string P256 = "1.2.840.10045.3.1.7";

    private readonly ECDsa _key;
    private readonly Lock _using = new();

    private VerificationKey(ECDsa key)
    {
        _key = key;
        Id = Convert.ToHexStringLower(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));
        Pem = $"{key.ExportSubjectPublicKeyInfoPem()}\n";
    }

    /// <summary>SHA-256 of the public key (SubjectPublicKeyInfo, DER), in hexadecimal digits.</summary>
    public string Id { get; }

    /// <summary>The public key as text.</summary>
    public string Pem { get; }

    /// <summary>Reads a public key, or the public half of a private one.</summary>
    /// <param name="pem">PEM, as <see cref="Pem"/>.</param>
    /// <param name="name">What it is called in the message of a failure.</param>
    /// <exception cref="CogSpaceException">It is not a key for ECDSA P-256.</exception>
    public static VerificationKey FromPem(string pem, string name)
    {
        using var read = Import(pem, name);
        return new VerificationKey(ECDsa.Create(read.ExportParameters(includePrivateParameters: false)));
    }

    /// <summary>Whether the private half of this key signed the bytes.</summary>
    public bool Verify(byte[] bytes, byte[] signature)
    {
        lock (_using)
            return _key.VerifyData(bytes, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose() => _key.Dispose();

    /// <exception cref="CogSpaceException">It is not a key for ECDSA P-256.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "Handed to the caller.")]
    internal static ECDsa Import(string pem, string name)
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(pem);
            if (key.ExportParameters(includePrivateParameters: false).Curve.Oid.Value == P256)
                return key;
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new CogSpaceException($"{name} is damaged, or not a key in PEM.", e);
        }

        key.Dispose();
        throw new CogSpaceException($"{name} is not a key for ECDSA P-256.");
    }
}
