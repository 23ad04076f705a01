namespace CogSpace.Generation.Provenance;

/// <summary>The signed manifest that lies beside a file: video.mp4.manifest.json.</summary>
public static class ManifestFile
{
    /// <summary>What the names of manifests end in.</summary>
    public const string Ending = ".manifest.json";

    /// <summary>Where the manifest of a file lies.</summary>
    public static string PathOf(string file) => file + Ending;

    /// <summary>Signs a finished file. The manifest is whole under its name or not there.</summary>
    /// <param name="file">What is signed.</param>
    /// <param name="recipe">How it was made.</param>
    /// <param name="key">Signs it.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="CogSpaceException">The file cannot be read, or the manifest not be written.</exception>
    public static async Task<Manifest> WriteAsync(
        string file, Recipe recipe, SigningKey key, DateTimeOffset now, CancellationToken cancel = default)
    {
        var manifest = new Manifest
        {
            Sha256 = await HashAsync(file, cancel),
            Bytes = Disk.Try($"Cannot read {file}", () => new FileInfo(file).Length),
            Model = recipe.Model,
            Recipe = recipe,
            Program = Recipe.CurrentProgram,
            SignedAt = now.ToUniversalTime(),
            Key = key.Public.Id,
        };
        AtomicFile.Write(PathOf(file), SignedManifest.Write(manifest, key), isDurable: true);
        return manifest;
    }

    /// <summary>Checks a file against its manifest.</summary>
    /// <param name="file">The file.</param>
    /// <param name="manifest">The manifest's file.</param>
    /// <param name="key">The key of the one who is said to have signed it.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="ManifestException">The manifest does not vouch for the file; the message says why.</exception>
    /// <exception cref="CogSpaceException">One of them cannot be read.</exception>
    public static async Task<Manifest> VerifyAsync(
        string file, string manifest, VerificationKey key, CancellationToken cancel = default)
    {
        var read = SignedManifest.Read(Read(manifest), key);
        read.Require(await HashAsync(file, cancel));
        return read;
    }

    /// <summary>The bytes of a manifest's file.</summary>
    /// <exception cref="ManifestException">It is far too large for one.</exception>
    /// <exception cref="CogSpaceException">It cannot be read.</exception>
    public static byte[] Read(string path) => Disk.Try($"Cannot read {path}", () =>
        Disk.IsSpecial(path) || new FileInfo(path).Length > SignedManifest.MostBytes
            ? throw new ManifestException($"{path} is not a manifest of CogSpace.")
            : File.ReadAllBytes(path));

    private static async Task<string> HashAsync(string file, CancellationToken cancel)
    {
        try
        {
            return await FileHash.OfAsync(file, cancel);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw new CogSpaceException($"Cannot read {file}: {e.Message}", e);
        }
    }
}
