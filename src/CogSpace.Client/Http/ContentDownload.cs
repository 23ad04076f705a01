using System.Net;
using System.Net.Http.Headers;

namespace CogSpace.Client.Http;

/// <summary>Brings a file here, over as many connections as that takes.</summary>
/// <param name="connection">To the server.</param>
/// <param name="path">Where the file is, behind /api/v1/.</param>
/// <param name="destination">Where it goes. Only one that can seek takes a file that changes meanwhile.</param>
/// <param name="progress">Is told how many bytes have come; null: nobody is.</param>
internal sealed class ContentDownload(Connection connection, string path, Stream destination, IProgress<long>? progress)
{
    private const int MostPiece = 81_920;
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(1);

    private readonly long _start = destination.CanSeek ? destination.Position : 0;

    private long _received;
    private EntityTagHeaderValue? _tag;

    /// <exception cref="CogSpaceApiException">The server does not have the file, or cannot be reached any more.</exception>
    /// <exception cref="IOException">The destination does not take it.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        for (int cuts = 0; ; cuts++)
        {
            await connection.PauseAsync(cuts, cancel);
            if (_received > 0 && _tag is null or { IsWeak: true })
                Restart();       // nothing says that what follows is of the same file
            using var response = await OpenAsync(cancel);
            if (response.StatusCode != HttpStatusCode.PartialContent && _received > 0)
                Restart();
            _tag = response.Headers.ETag;
            long before = _received;
            long? end = _received + response.Content.Headers.ContentLength;
            if (await CopyAsync(response, cancel) && (end is null || _received == end))
                return;
            if (_received > before)
                cuts = 0;
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(CancellationToken cancel)
    {
        try
        {
            return await connection.OpenAsync(CallFrom(_received, _tag), cancel);
        }
        catch (CogSpaceApiException e) when (
            _received > 0 && e.Status is HttpStatusCode.PreconditionFailed or HttpStatusCode.RequestedRangeNotSatisfiable)
        {
            Restart();       // it is another file by now
            return await connection.OpenAsync(CallFrom(0, null), cancel);
        }
    }

    // A format that is not there yet is made first.
    private Call CallFrom(long place, EntityTagHeaderValue? tag) => new(HttpMethod.Get, path)
    {
        Limit = Call.Long,
        Headers = headers =>
        {
            if (place == 0 || tag is null)
                return;
            headers.Range = new RangeHeaderValue(place, null);
            headers.IfMatch.Add(tag);
        },
    };

    // false: the connection was cut.
    private async Task<bool> CopyAsync(HttpResponseMessage response, CancellationToken cancel)
    {
        await using var body = new PatientStream(await response.Content.ReadAsStreamAsync(cancel), Silence);
        byte[] piece = new byte[MostPiece];
        while (true)
        {
            int read;
            try
            {
                read = await body.ReadAsync(piece, cancel);
            }
            catch (Exception e) when (connection.Failures.Of(e, cancel) is { Kind: FailureKind.Lost })
            {
                return false;
            }

            if (read == 0)
                return true;
            await destination.WriteAsync(piece.AsMemory(0, read), cancel);
            _received += read;
            progress?.Report(_received);
        }
    }

    private void Restart()
    {
        if (!destination.CanSeek)
            throw new CogSpaceApiException(
                "The download was cut, and the file on the server has changed since. Please download it again.",
                CogSpaceApiException.Unreachable, FailureKind.Final);
        destination.Position = _start;
        destination.SetLength(_start);
        (_received, _tag) = (0, null);
    }
}
