namespace CogSpace.Generation.Hub;

/// <summary>Reads the environment variables that every program for the hub honours.</summary>
/// <remarks>Source: huggingface.co/docs/huggingface_hub, "Environment variables".</remarks>
public static class HubEnvironment
{
    private const string EndpointVariable = "HF_ENDPOINT";

    private static readonly string[] Yes = ["1", "ON", "YES", "TRUE"];

    /// <param name="variable">Looks a variable up; null: in this process's environment.</param>
    /// <exception cref="CogSpaceException">A variable holds what it cannot mean.</exception>
    public static HubOptions Read(Func<string, string?>? variable = null)
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
            Endpoint = Get(EndpointVariable) is { } address
                ? ParseEndpoint(address, EndpointVariable)
                : HubOptions.PublicHub,
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
                $"{source} is \"{address}\", which is not an address of a hub; one looks like " +
                $"{HubOptions.PublicHub.OriginalString}."
            );

    private static string? ReadToken(string file) => Disk.Try(
        $"The file with the hub's token, {file}, cannot be read",
        () => File.Exists(file) && File.ReadAllText(file).Trim() is { Length: > 0 } token ? token : null);
}
