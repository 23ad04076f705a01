using System.Net.Sockets;

namespace CogSpace.Generation.Workers;

/// <summary>Where a worker that is started finds its server: a socket in a folder that nobody else can enter.</summary>
internal sealed class WorkerSocket : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cogspace-worker-");
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    /// <exception cref="IOException">The folder for temporary files cannot be used.</exception>
    public WorkerSocket()
    {
        try
        {
            _listener.Bind(new UnixDomainSocketEndPoint(FullPath));
            _listener.Listen(1);
        }
        catch (Exception e) when (e is SocketException or ArgumentException)      // the path is too long for the system
        {
            Dispose();
            throw new IOException($"No socket can be made in {_folder.FullName}: {e.Message}", e);
        }
    }

    public string FullPath => Path.Combine(_folder.FullName, "socket");

    public async Task<MessageChannel> AcceptAsync(CancellationToken cancel) =>
        new(new NetworkStream(await _listener.AcceptAsync(cancel), ownsSocket: true));

    /// <summary>Nobody else can connect; who has, stays connected.</summary>
    public void Dispose()
    {
        _listener.Dispose();
        try
        {
            _folder.Delete(recursive: true);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            // It is empty but for a socket that leads nowhere.
        }
    }
}
