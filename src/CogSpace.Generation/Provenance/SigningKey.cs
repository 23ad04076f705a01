using System.Security.Cryptography;
using System.Text;

namespace CogSpace.Generation.Provenance;

/// <summary>The private key of somebody who makes videos, in a file that only its owner can read.</summary>
public sealed class SigningKey : IDisposable
{
    private readonly ECDsa _key;
    private readonly Lock _using = new();

    private SigningKey(string path, ECDsa key)
    {
        (Path, _key) = (path, key);
        Public = VerificationKey.FromPem(key.ExportSubjectPublicKeyInfoPem(), path);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What others check with.</summary>
    public VerificationKey Public { get; }

    /// <summary>Reads the key of a file; where there is no file, makes both, at once and for the owner alone.</summary>
    /// <param name="path">The folder must exist.</param>
    /// <exception cref="CogSpaceException">The key cannot be read or written, or is damaged.</exception>
    public static SigningKey OpenOrCreate(string path)
    {
        if (!System.IO.Path.Exists(path))
            Create(path);
        string name = $"The key that signs manifests, {path},";
        string pem = Disk.Try($"{name} cannot be read", () => File.ReadAllText(path));
        try
        {
            var key = VerificationKey.Import(pem, name);
            RequirePrivate(key);
            return new SigningKey(path, key);
        }
        catch (Exception e) when (e is CogSpaceException or CryptographicException)
        {
            throw new CogSpaceException(
                $"{name} is damaged. Restore it from a backup; without one, move it away, and a new key is made, which does " +
                "not vouch for earlier files.", e);
        }
    }

    /// <returns>DER, as RFC 3279 has it and openssl reads it.</returns>
    public byte[] Sign(byte[] bytes)
    {
        lock (_using)
            return _key.SignData(bytes, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
    }

    public void Dispose()
    {
        _key.Dispose();
        Public.Dispose();
    }

    // Throws where the file holds a public key alone.
    private static void RequirePrivate(ECDsa key) =>
        CryptographicOperations.ZeroMemory(key.ExportParameters(includePrivateParameters: true).D);

    // Of two programs that start at once, the later takes the key of the earlier.
    private static void Create(string path)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        string hidden = System.IO.Path.Combine(
            System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!,
            $"{AtomicFile.HiddenPrefix}{RandomNumberGenerator.GetHexString(12, lowercase: true)}.part");
        try
        {
            Disk.Try($"The key that signs manifests cannot be written to {path}", () =>
            {
                using (var file = new FileStream(hidden, OwnerOnly()))
                {
                    file.Write(Encoding.ASCII.GetBytes($"{key.ExportPkcs8PrivateKeyPem()}\n"));
                    file.Flush(flushToDisk: true);
                }

                MoveUnlessThere(hidden, path);
                Disk.FlushFolder(System.IO.Path.GetDirectoryName(hidden)!);
            });
        }
        finally
        {
            Disk.TryDelete(hidden);
        }
    }

    private static FileStreamOptions OwnerOnly()
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return options;
    }

    private static void MoveUnlessThere(string hidden, string path)
    {
        try
        {
            File.Move(hidden, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another program was faster.
        }
    }
}
