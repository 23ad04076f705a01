using System.Collections.Concurrent;
using CogSpace.Web.Tests.Browser;

[assembly: AssemblyFixture(typeof(SharedServers))]

namespace CogSpace.Web.Tests.Browser;

/// <summary>
/// One server for all tests that ask for the same settings: each browser is a visitor of its own, who sees no other's jobs.
/// </summary>
/// <remarks>
/// The jobs of all visitors wait in one queue, so a test leaves no long one behind. A test that ends its server, looks at
/// all of its files or has to be alone in its queue starts a <see cref="StudioServer"/> of its own.
/// </remarks>
public sealed class SharedServers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<StudioServer>>> _servers = new();

    /// <param name="settings">As in the environment: "Studio__Steps=4".</param>
    /// <returns>Where it listens; ends in a slash.</returns>
    public async Task<Uri> AddressAsync(params string[] settings)
    {
        var server = _servers.GetOrAdd(
            string.Join('\n', settings), _ => new Lazy<Task<StudioServer>>(() => StudioServer.StartWithWorkerAsync(settings)));
        return (await server.Value).Address;
    }

    /// <summary>One on which a video takes most of a minute: see <see cref="StudioServer.StartLongAsync"/>.</summary>
    public async Task<Uri> LongAddressAsync()
    {
        var server = _servers.GetOrAdd("long", _ => new Lazy<Task<StudioServer>>(() => StudioServer.StartLongAsync()));
        return (await server.Value).Address;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers.Values.Where(server => server.Value.IsCompletedSuccessfully))
            await (await server.Value).DisposeAsync();
    }
}
