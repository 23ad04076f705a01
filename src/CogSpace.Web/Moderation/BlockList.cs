using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using CogSpace.Web.Jobs;
using CogSpace.Web.Visitors;
using IPNetwork = System.Net.IPNetwork;

namespace CogSpace.Web.Moderation;

/// <summary>Owners and addresses that may not ask for anything new. What they have made stays theirs to see.</summary>
public sealed class BlockList
{
    private const int LongestNote = 500;
    private const int MostBlocks = 100_000;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
    };

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly ILogger<BlockList> _log;
    private readonly Lock _changing = new();
    private volatile Blocks _blocks;

    /// <exception cref="CogSpaceException">The list of an earlier run cannot be read: nobody is let in by mistake.</exception>
    internal BlockList(DataFolder data, TimeProvider time, ILogger<BlockList> log)
    {
        (_path, _time, _log) = (data.Blocks, time, log);
        _blocks = new Blocks(Load(_path));
    }

    /// <summary>All of them, in the order in which they were added.</summary>
    public IReadOnlyList<Block> All => _blocks.All;

    /// <summary>Adds one. When this returns it is on disk. One that is there already gets the new note.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="value">An owner's id, an address, or a network.</param>
    /// <param name="note">For the operator; cut where it is long.</param>
    /// <exception cref="InvalidRequestException">It is not an owner's id or an address.</exception>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public void Add(BlockKind kind, string value, string note = "")
    {
        string known = Checked(kind, value);
        Change(all =>
        {
            if (all.Count >= MostBlocks)
                throw new InvalidRequestException($"There are {MostBlocks} blocks already, as many as there may be.");
            var added = new Block(kind, known, note[..Math.Min(LongestNote, note.Length)], _time.GetUtcNow());
            return all.RemoveAll(block => block.Kind == kind && block.Value == known).Add(added);
        });
        _log.LogInformation("A block of one {Kind} was added", kind);
    }

    /// <summary>Takes one away.</summary>
    /// <returns>False: there is no such block.</returns>
    /// <exception cref="InvalidRequestException">It is not an owner's id or an address.</exception>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public bool Remove(BlockKind kind, string value)
    {
        string known = Checked(kind, value);
        int before = All.Count;
        Change(all => all.RemoveAll(block => block.Kind == kind && block.Value == known));
        return All.Count < before;
    }

    /// <summary>Whether this visitor is blocked, by cookie or by address.</summary>
    internal bool Has(Visitor visitor) => _blocks.Has(visitor);

    private void Change(Func<ImmutableList<Block>, ImmutableList<Block>> change)
    {
        lock (_changing)
        {
            var all = change(_blocks.All);
            AtomicFile.Write(_path, JsonSerializer.SerializeToUtf8Bytes(all, Format), isDurable: true);
            _blocks = new Blocks(all);
        }
    }

    private static ImmutableList<Block> Load(string path)
    {
        try
        {
            return File.Exists(path)
                ? JsonSerializer.Deserialize<ImmutableList<Block>>(File.ReadAllBytes(path), Format)
                    ?? throw new JsonException("it is empty")
                : [];
        }
        catch (Exception e) when (e is JsonException || Disk.Failed(e))
        {
            throw new CogSpaceException($"The list of blocked visitors {path} cannot be read: {e.Message} Mend or remove it.", e);
        }
    }

    private static string Checked(BlockKind kind, string value)
    {
        value = value.Trim();
        if (kind == BlockKind.Owner)
            return UnguessableId.IsValid(value)
                ? value
                : throw new InvalidRequestException($"\"{value}\" is not an owner: it has 32 digits from 0 to f.");
        if (IPNetwork.TryParse(value, out var network))
            return network.ToString();
        return IPAddress.TryParse(value, out var address)
            ? address.ToString()
            : throw new InvalidRequestException(
                $"\"{value}\" is not an address: write it as 203.0.113.7, 2001:db8::1 or 203.0.113.0/24.");
    }

    /// <summary>The same list, ready to be asked.</summary>
    private sealed class Blocks(ImmutableList<Block> all)
    {
        private readonly HashSet<string> _owners =
            [.. all.Where(block => block.Kind == BlockKind.Owner).Select(block => block.Value)];

        private readonly IPNetwork[] _networks =
            [.. all.Where(block => block.Kind == BlockKind.Address).Select(block => NetworkOf(block.Value)).OfType<IPNetwork>()];

        public ImmutableList<Block> All => all;

        public bool Has(Visitor visitor) =>
            _owners.Contains(visitor.Owner)
            || (NetworkOf(visitor.Address) is { } own && Array.Exists(_networks, network => Overlap(network, own)));

        // A visitor of IPv6 counts as a /64 network, of which one address may be blocked.
        private static bool Overlap(IPNetwork one, IPNetwork other) =>
            one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);

        // Null for what has no address: the person at this machine.
        private static IPNetwork? NetworkOf(string text) =>
            IPNetwork.TryParse(text, out var network) ? network
            : IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8)
            : null;
    }
}
