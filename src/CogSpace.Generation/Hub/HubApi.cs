using System.Text.Json;
using System.Text.RegularExpressions;

namespace CogSpace.Generation.Hub;

/// <summary>Asks a hub which commit a revision is and which files that has. Nothing it says is believed unchecked.</summary>
/// <remarks>
/// Source: huggingface.co/docs/hub/api; /api/models/{id}/revision/{revision} and /api/models/{id}/tree/{revision}.
/// </remarks>
internal sealed class HubApi(HubConnection hub)
{
    private const int MostPages = 1000;
    private const int LongestAnswer = 64 << 20;

    /// <exception cref="CogSpaceException">
    /// There is no such model or revision, it may not be read, or the hub says what cannot be.
    /// </exception>
    public async Task<HubListing> ListAsync(HubModelId id, CancellationToken cancel)
    {
        string root = $"{hub.Options.Endpoint.OriginalString}/api/models/{id.Name}";
        var (revision, _) = await GetJsonAsync(
            new Uri($"{root}/revision/{Uri.EscapeDataString(id.Revision)}"), id, "its commit", cancel);
        string commit;
        using (revision)
            commit = Text(revision.RootElement, "sha");
        if (!HubModelId.IsCommit(commit) || (id.IsPinned && commit != id.Revision))
            throw Wrong(id, $"the commit of revision \"{id.Revision}\" is \"{commit}\"");

        var files = new List<HubFile>();
        Uri? page = new($"{root}/tree/{commit}?recursive=true&expand=false");
        for (int i = 0; page is not null; i++)
        {
            if (i == MostPages)
                throw Wrong(id, "its list of files has no end");
            var (tree, next) = await GetJsonAsync(page, id, "the list of files", cancel);
            using (tree)
                files.AddRange(Files(tree.RootElement, id));
            page = next;
        }

        return new HubListing(commit, files);
    }

    private static IEnumerable<HubFile> Files(JsonElement tree, HubModelId id)
    {
        if (tree.ValueKind != JsonValueKind.Array)
            throw Wrong(id, "its list of files is not a list");
        foreach (var entry in tree.EnumerateArray())
        {
            if (Text(entry, "type") != "file")
                continue;
            string path = Text(entry, "path");
            bool isLarge = entry.TryGetProperty("lfs", out var large) && large.ValueKind == JsonValueKind.Object;
            string hash = isLarge ? Text(large, "oid") : Text(entry, "oid");
            if (!HubFile.IsInside(path))
                throw Wrong(id, $"it has a file named \"{path}\", which would lie outside of the model's folder");
            if (
                !HubFile.IsHash(hash)
                || !(isLarge ? large : entry).TryGetProperty("size", out var size)
                || !size.TryGetInt64(out long bytes)
                || bytes < 0
            )
                throw Wrong(id, $"the size or the hash of {path} is missing or none");
            yield return new HubFile(path, bytes, hash);
        }
    }

    private Task<(JsonDocument Json, Uri? Next)> GetJsonAsync(
        Uri address, HubModelId id, string what, CancellationToken cancel) =>
        hub.RetryAsync(
            async () =>
            {
                using var answer = await hub.GetAsync(address, null, id, what, null, cancel);
                try
                {
                    using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
                    limit.CancelAfter(hub.Options.StallTimeout);
                    await answer.Content.LoadIntoBufferAsync(LongestAnswer, limit.Token);
                    return (
                        JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(limit.Token)),
                        NextPage(answer, address));
                }
                catch (JsonException e)
                {
                    throw new CogSpaceException(
                        $"The hub's answer about {id} cannot be read: where {what} should be is no JSON.", e);
                }
                catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
                {
                    throw new TransientHubException($"The hub fell silent while it told {what} of {id}.", inner: e);
                }
                catch (Exception e) when (e is HttpRequestException or IOException)
                {
                    throw new TransientHubException($"The connection was cut while the hub told {what} of {id}.", inner: e);
                }
            },
            cancel: cancel);

    // Link: <https://huggingface.co/api/models/x/tree/main?cursor=abc>; rel="next"
    private static Uri? NextPage(HttpResponseMessage answer, Uri from)
    {
        foreach (
            string link in answer.Headers.TryGetValues("Link", out var values)
                ? values.SelectMany(value => value.Split(','))
                : []
        )
        {
            string[] parts = link.Split(';', StringSplitOptions.TrimEntries);
            if (
                parts.Contains("rel=\"next\"")
                && parts[0] is ['<', .., '>'] address
                && Uri.TryCreate(from, address[1..^1], out var next)
                && next.Authority == from.Authority
            )
                return next;
        }

        return null;
    }

    private static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var value)
        && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    private static CogSpaceException Wrong(HubModelId id, string claim) =>
        new($"The hub says of {id} what cannot be: {claim}. Nothing was pulled.");
}

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

/// <summary>A file as a hub lists it. The hash names its bytes, in the listing and in the cache.</summary>
/// <param name="Path">Below the model's root, with slashes.</param>
/// <param name="Size">In bytes.</param>
/// <param name="Hash">64 hexadecimal digits: SHA-256 of the bytes (large files); 40: the name that git gives them.</param>
internal sealed partial record HubFile(string Path, long Size, string Hash)
{
    private const int LongestPath = 1000;

    /// <summary>Whether a name from a server stays inside the folder that it is put into.</summary>
    public static bool IsInside(string path) =>
        path.Length is > 0 and <= LongestPath
        && !path.Contains('\\') && !path.Contains(':') && !path.Any(char.IsControl)
        && path.Split('/').All(part => part is not ("" or "." or ".."));

    public static bool IsHash(string text) => Digits().IsMatch(text);

    [GeneratedRegex("^(?:[0-9a-f]{40}|[0-9a-f]{64})\\z")]
    private static partial Regex Digits();
}
