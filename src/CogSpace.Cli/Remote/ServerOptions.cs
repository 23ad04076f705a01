using System.CommandLine;

namespace CogSpace.Cli.Remote;

/// <summary>The options that have a server do the work.</summary>
internal static class ServerOptions
{
    private const string KeyVariable = "COGSPACE_KEY";

    private static readonly Option<string?> Server = new("--server")
    {
        Description =
            "Have this CogSpace server make the video, such as http://gpu:7860, and download it. Ctrl+C cancels it there, too.",
        HelpName = "address",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description =
            $"A key of that server, which other users of this machine can see. Default: {KeyVariable} in the environment.",
        HelpName = "key",
    };

    public static IEnumerable<Option> All => [Server, Key];

    public static bool AreGiven(ParseResult arguments) => arguments.GetResult(Server) is not null;

    /// <param name="arguments">The command line.</param>
    /// <param name="ofThisMachine">Options that no server takes.</param>
    /// <returns>Where the work is done; null: on this machine.</returns>
    /// <exception cref="InvalidRequestException">The address is not one, or options do not go together.</exception>
    public static RemoteServer? Read(ParseResult arguments, IEnumerable<Option> ofThisMachine)
    {
        if (arguments.GetValue(Server) is not { } text)
            return arguments.IsGiven(Key)
                ? throw new InvalidRequestException("--key is a key of a server: it goes with --server.")
                : null;
        if (ofThisMachine.FirstOrDefault(arguments.IsGiven) is { } option)
            throw new InvalidRequestException(
                $"{option.Name} is for videos that this machine makes: it does not go with --server.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new InvalidRequestException($"\"{text}\" is not the address of a server: write it as http://gpu:7860.");
        string? key = arguments.GetValue(Key) ?? Environment.GetEnvironmentVariable(KeyVariable);
        return new RemoteServer(address, string.IsNullOrWhiteSpace(key) ? null : key.Trim());
    }
}

/// <summary>A server that does the work.</summary>
/// <param name="Address">Begins with http:// or https://.</param>
/// <param name="Key">null: there is none.</param>
internal sealed record RemoteServer(Uri Address, string? Key);
