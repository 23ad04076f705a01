using CogSpace.Generation.Provenance;

namespace CogSpace.Cli.Provenance;

/// <summary>Finds the public key that a manifest is checked with: in a file, on a server, or the person's own.</summary>
internal static class MakersKey
{
    private const int MostBytes = 64 * 1024;
    private const string OnServer = ".well-known/cogspace-key.pem";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <param name="named">A file, an address that begins with http:// or https://, or null for the person's own.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="InvalidRequestException">There is none there, or what is there is not a key.</exception>
    public static async Task<VerificationKey> FindAsync(string? named, CancellationToken cancel)
    {
        try
        {
            return named switch
            {
                null => OwnKey.Find(),
                _ when Uri.TryCreate(named, UriKind.Absolute, out var server) && server.Scheme is "http" or "https" =>
                    VerificationKey.FromPem(await FetchAsync(AddressOf(server), cancel), $"The key of {named}"),
                _ => VerificationKey.FromPem(ReadFile(named), $"The key {named}"),
            };
        }
        catch (CogSpaceException e) when (e is not InvalidRequestException)
        {
            throw new InvalidRequestException(e.Message);
        }
    }

    private static Uri AddressOf(Uri server) =>
        server.AbsolutePath.EndsWith(".pem", StringComparison.Ordinal)
            ? server
            : new Uri(server.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/" + OnServer);

    private static string ReadFile(string path) => Disk.Try($"The key {path} cannot be read", () =>
        Disk.IsSpecial(path) || new FileInfo(path).Length > MostBytes
            ? throw new CogSpaceException($"The key {path} is damaged, or not a key in PEM.")
            : File.ReadAllText(path));

    private static async Task<string> FetchAsync(Uri address, CancellationToken cancel)
    {
        using var client = new HttpClient { Timeout = Patience, MaxResponseContentBufferSize = MostBytes };
        try
        {
            return await client.GetStringAsync(address, cancel);
        }
        catch (HttpRequestException e)
        {
            throw new CogSpaceException($"The key cannot be fetched from {address}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new CogSpaceException($"The key cannot be fetched from {address}: the server does not answer.", e);
        }
    }
}
