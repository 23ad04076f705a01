namespace CogSpace.Generation.Hub;

/// <summary>What a hub has of a model at one commit.</summary>
internal sealed class HubListing
{
    private readonly Dictionary<string, HubFile> _files;

    public HubListing(string commit, IEnumerable<HubFile> files)
    {
        Commit = commit;
        _files = new Dictionary<string, HubFile>(StringComparer.Ordinal);
        foreach (var file in files)
            _files[file.Path] = file;
    }

    public string Commit { get; }

    public IReadOnlyCollection<HubFile> Files => _files.Values;

    public HubFile? Find(string path) => _files.GetValueOrDefault(path);
}
