using System.Security.Cryptography;
using System.Text;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Api;

/// <summary>The keys of the settings, and those of the file in the data folder as it is now.</summary>
internal sealed class ApiKeys(IOptions<ApiOptions> options, DataFolder data, ILogger<ApiKeys> log) : IAllowances
{
    private const int OwnerDigits = 32;

    private readonly ProgramKeyFile _file = new(data.Root);
    private readonly Lock _reading = new();
    private volatile Known _known = new([], default);

    /// <returns>The key that a text is; null: none.</returns>
    /// <remarks>All are compared, each in the same time, whatever is found.</remarks>
    public ProgramKey? Find(string text)
    {
        byte[] hash = Encoding.ASCII.GetBytes(ProgramKey.HashOf(text));
        ProgramKey? found = null;
        foreach (var key in All())
        {
            if (CryptographicOperations.FixedTimeEquals(hash, Encoding.ASCII.GetBytes(key.Sha256.ToLowerInvariant())))
                found = key;
        }

        return found;
    }

    /// <summary>Whose the videos of a key are: the same for a new key of the same name.</summary>
    public static Visitor VisitorOf(ProgramKey key) => Visitor.OfKey(
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"CogSpace.Api.Key.v1:{key.Name}")))[..OwnerDigits],
        key.Name);

    /// <inheritdoc/>
    public VisitorAllowance? Of(Visitor visitor) =>
        All().FirstOrDefault(key => VisitorOf(key) == visitor) is { } key
            ? new VisitorAllowance(key.ConcurrentJobs, key.JobsPerDay, key.ComputePerDay, key.Priority)
            : null;

    private IEnumerable<ProgramKey> All() => options.Value.Keys.Concat(FromFile());

    // A file that is damaged leaves those that were known before.
    private IReadOnlyList<ProgramKey> FromFile()
    {
        if (_file.Version == _known.Version)
            return _known.Keys;
        lock (_reading)
        {
            var version = _file.Version;
            if (version == _known.Version)
                return _known.Keys;
            try
            {
                _known = new Known(_file.Read(), version);
                log.LogInformation("There are {Count} keys of programs in the data folder", _known.Keys.Count);
            }
            catch (CogSpaceException e)
            {
                log.LogError("The keys of programs stay as they were: {Problem}", e.Message);
                _known = _known with { Version = version };
            }

            return _known.Keys;
        }
    }

    private sealed record Known(IReadOnlyList<ProgramKey> Keys, (DateTime Written, long Bytes) Version);
}
