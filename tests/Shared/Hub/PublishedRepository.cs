namespace CogSpace.Tests.Hub;

/// <summary>A model on the test hub: its commits and what its branches point to.</summary>
internal sealed class PublishedRepository
{
    private readonly Dictionary<string, IReadOnlyList<PublishedFile>> _commits = [];
    private readonly Dictionary<string, string> _branches = [];

    /// <summary>Publishes what a folder holds; earlier commits stay.</summary>
    /// <returns>The commit.</returns>
    public string Publish(string folder, string branch = "main")
    {
        var files = Directory
            .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(file => PublishedFile.Of(folder, file))
            .ToList();
        return Publish(files, branch);
    }

    public string Publish(IReadOnlyList<PublishedFile> files, string branch = "main")
    {
        string commit = GitName.Of(string.Join('\n', files.Select(file => $"{file.Path} {file.Hash} {file.Size}")));
        _commits[commit] = files;
        _branches[branch] = commit;
        return commit;
    }

    public string? CommitOf(string revision) =>
        _branches.TryGetValue(revision, out string? commit) ? commit : _commits.ContainsKey(revision) ? revision : null;

    public IReadOnlyList<PublishedFile> FilesOf(string commit) => _commits[commit];

    public PublishedFile? BySha256(string sha) =>
        _commits.Values.SelectMany(files => files).FirstOrDefault(file => file.Sha256 == sha);
}
