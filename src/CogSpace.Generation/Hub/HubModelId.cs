using System.Text.RegularExpressions;

namespace CogSpace.Generation.Hub;

/// <summary>Which model of a hub, and which state of it.</summary>
/// <param name="Name">"zai-org/CogVideoX-2b".</param>
/// <param name="Revision">A branch, a tag or the 40 digits of a commit.</param>
public sealed partial record HubModelId(string Name, string Revision = HubModelId.MainRevision)
{
    public const string MainRevision = "main";

    private const int LongestName = 96;
    private const int LongestRevision = 200;

    /// <summary>The model's folder in a cache.</summary>
    internal string CacheName => $"models--{Name.Replace("/", "--", StringComparison.Ordinal)}";

    /// <summary>Whether the revision names one state for good.</summary>
    internal bool IsPinned => IsCommit(Revision);

    /// <param name="text">"org/name" or "org/name@revision".</param>
    /// <exception cref="InvalidRequestException">It is not an id.</exception>
    public static HubModelId Parse(string text) =>
        TryParse(text)
        ?? throw new InvalidRequestException(
            $"\"{text}\" is not a model of a hub: an id looks like zai-org/CogVideoX-2b, or with a revision like " +
            "zai-org/CogVideoX-2b@main."
        );

    /// <returns>null when it is not an id.</returns>
    public static HubModelId? TryParse(string text)
    {
        string[] parts = text.Split('@', 2);
        string revision = parts.Length > 1 ? parts[1] : MainRevision;
        return IsName(parts[0]) && IsRevision(revision) ? new HubModelId(parts[0], revision) : null;
    }

    public override string ToString() => Revision == MainRevision ? Name : $"{Name}@{Revision}";

    internal static bool IsCommit(string text) => Commit().IsMatch(text);

    internal static bool IsRevision(string text) =>
        text.Length <= LongestRevision && RevisionWords().IsMatch(text) && !text.Contains("..", StringComparison.Ordinal);

    internal static bool IsName(string text) =>
        text.Length <= LongestName
        && NameWords().IsMatch(text)
        && !text.Contains("--", StringComparison.Ordinal)
        && !text.Contains("..", StringComparison.Ordinal)
        && !text.EndsWith(".git", StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?(?:/[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?)?\\z")]
    private static partial Regex NameWords();

    [GeneratedRegex("^[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*\\z")]
    private static partial Regex RevisionWords();

    [GeneratedRegex("^[0-9a-f]{40}\\z")]
    private static partial Regex Commit();
}
