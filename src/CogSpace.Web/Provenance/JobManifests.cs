using System.Collections.Concurrent;
using CogSpace.Generation;
using CogSpace.Generation.Provenance;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Provenance;

/// <summary>
/// Signs what jobs make, and tells which files this server has signed: by their manifests, or by those that still lie here.
/// </summary>
internal sealed class JobManifests : IDisposable
{
    private const string KeyName = "manifest-key.pem";
    private const int SignedBetweenLooks = 100;

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<JobManifests> _log;
    private readonly Lazy<ConcurrentDictionary<string, string>> _files;      // paths of manifests, by SHA-256 of the file
    private readonly Lock _opening = new();
    private SigningKey? _key;
    private int _signed;

    /// <exception cref="CogSpaceException">The key is there and cannot be read, or is damaged.</exception>
    public JobManifests(DataFolder data, TimeProvider time, ILogger<JobManifests> log)
    {
        (_path, _time, _log) = (Path.Combine(data.Keys, KeyName), time, log);
        _files = new(() => Find(data.Jobs));
        try
        {
            _ = Signer;
        }
        catch (CogSpaceException e) when (!Path.Exists(_path)) // a full disk, which the page says: it may have room later
        {
            _log.LogError("{Problem} It is tried again when it is needed", e.Message);
        }
    }

    /// <summary>What others check manifests of this server with.</summary>
    /// <exception cref="CogSpaceException">There is no key yet, and it cannot be made.</exception>
    public VerificationKey Key => Signer.Public;

    private SigningKey Signer
    {
        get
        {
            lock (_opening)
                return _key ??= SigningKey.OpenOrCreate(_path);
        }
    }

    /// <summary>Signs a file of a job.</summary>
    /// <exception cref="CogSpaceException">The manifest cannot be written.</exception>
    public async Task SignAsync(string file, Recipe recipe, CancellationToken cancel = default)
    {
        var manifest = await WriteAsync(file, recipe, cancel);
        if (!_files.IsValueCreated)
            return;
        _files.Value[manifest.Sha256] = ManifestFile.PathOf(file);
        if (Interlocked.Increment(ref _signed) % SignedBetweenLooks == 0)
            Forget(_files.Value);
    }

    /// <summary>Whether this server signed a file.</summary>
    /// <param name="sha256">Of the file.</param>
    /// <param name="manifest">The manifest that came with it; null: one that lies here.</param>
    /// <exception cref="ManifestException">Nothing vouches for the file; the message says why.</exception>
    public Manifest Verify(string sha256, byte[]? manifest)
    {
        var read = SignedManifest.Read(manifest ?? Known(sha256) ?? throw Unknown(), Key);
        read.Require(sha256);
        return read;
    }

    public void Dispose() => _key?.Dispose();

    private async Task<Manifest> WriteAsync(string file, Recipe recipe, CancellationToken cancel)
    {
        try
        {
            return await ManifestFile.WriteAsync(file, recipe, Signer, _time.GetUtcNow(), cancel);
        }
        catch (CogSpaceException e)
        {
            _log.LogError(e, "A file cannot be signed");
            throw Disk.Explain(
                "The video was made but cannot be signed: the server's disk is full or cannot be written to. Please try again " +
                "later.", e);
        }
    }

    private byte[]? Known(string sha256)
    {
        if (!_files.Value.TryGetValue(sha256, out string? path))
            return null;
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (Disk.Failed(e)) // the job was deleted
        {
            return null;
        }
    }

    private ConcurrentDictionary<string, string> Find(string jobs)
    {
        var found = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(jobs, $"*{ManifestFile.Ending}", SearchOption.AllDirectories))
        {
            try
            {
                found[SignedManifest.Read(ManifestFile.Read(path), Key).Sha256] = path;
            }
            catch (CogSpaceException e)
            {
                _log.LogWarning("{Manifest} is left out: {Problem}", path, e.Message);
            }
        }

        return found;
    }

    private static void Forget(ConcurrentDictionary<string, string> files)
    {
        foreach (var (sha256, path) in files)
        {
            if (!File.Exists(path))
                files.TryRemove(sha256, out _);
        }
    }

    private static ManifestException Unknown() => new(
        "This server has no manifest of this file. It was not made here, was changed, or has been deleted here since: then " +
        "its manifest, if you have it, still proves where it comes from. Add that file, too.");
}
