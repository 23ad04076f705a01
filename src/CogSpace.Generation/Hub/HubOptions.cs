using System.Text.RegularExpressions;

namespace CogSpace.Generation.Hub;

/// <summary>Where models are pulled from and where they are kept.</summary>
public sealed record HubOptions
{
    public static readonly Uri PublicHub = new("https://huggingface.co");

    private const string EndpointVariable = "HF_ENDPOINT";

    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <summary>Any server that speaks the hub's language.</summary>
    public Uri Endpoint { get; init; } = PublicHub;

    /// <summary>Sent to the endpoint and to nobody else; null: none.</summary>
    public string? Token { get; init; }

    /// <summary>Shared with every other program that keeps what it gets from a hub.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>Nothing is asked for over the network.</summary>
    public bool IsOffline { get; init; }

    /// <summary>Files that are fetched at the same time.</summary>
    public int ParallelFiles { get; init; } = 4;

    /// <summary>Requests that may fail in a row without a byte coming through before one gives up.</summary>
    public int Attempts { get; init; } = 5;

    /// <summary>Waited before the second attempt, and twice as long before each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A connection that is silent for longer counts as cut.</summary>
    public TimeSpan StallTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Reads the environment variables that every program for the hub honours.</summary>
    /// <param name="variable">Looks a variable up; null: in this process's environment.</param>
    /// <exception cref="CogSpaceException">A variable holds what it cannot mean.</exception>
    /// <remarks>Source: huggingface.co/docs/huggingface_hub, "Environment variables".</remarks>
    public static HubOptions FromEnvironment(Func<string, string?>? variable = null)
    {
        variable ??= Environment.GetEnvironmentVariable;
        string? Get(string name) => variable(name) is { } value && value.Trim().Length > 0 ? value.Trim() : null;

        string profile = Get("HOME") ?? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        string FullPath(string path) =>
            Path.GetFullPath(
                path == "~" ? profile
                : path.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(profile, path[2..])
                : path
            );

        string home = FullPath(
            Get("HF_HOME") ?? Path.Combine(Get("XDG_CACHE_HOME") ?? Path.Combine(profile, ".cache"), "huggingface"));
        return new HubOptions
        {
            Endpoint = Get(EndpointVariable) is { } address ? ParseEndpoint(address, EndpointVariable) : PublicHub,
            Token =
                Get("HF_TOKEN")
                ?? Get("HUGGING_FACE_HUB_TOKEN")
                ?? ReadToken(FullPath(Get("HF_TOKEN_PATH") ?? Path.Combine(home, "token"))),
            CacheFolder = FullPath(Get("HF_HUB_CACHE") ?? Get("HUGGINGFACE_HUB_CACHE") ?? Path.Combine(home, "hub")),
            IsOffline = Yes.Contains(Get("HF_HUB_OFFLINE")?.ToUpperInvariant()),
        };
    }

    /// <param name="address">"https://huggingface.co", with or without a path.</param>
    /// <param name="source">Who says so: an option or a variable.</param>
    /// <exception cref="InvalidRequestException">It is not an address of a web server.</exception>
    public static Uri ParseEndpoint(string address, string source) =>
        Uri.TryCreate(address.TrimEnd('/'), UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && uri.Query.Length == 0
        && uri.UserInfo.Length == 0
            ? uri
            : throw new InvalidRequestException(
                $"{source} is \"{address}\", which is not an address of a hub; one looks like {PublicHub.OriginalString}.");

    private static string? ReadToken(string file) => Disk.Try(
        $"The file with the hub's token, {file}, cannot be read",
        () => File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : null);
}

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
