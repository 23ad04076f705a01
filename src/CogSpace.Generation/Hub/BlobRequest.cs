using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CogSpace.Generation.Hub;

/// <summary>Asks for what is still missing of one file. Each attempt goes on where the one before was cut.</summary>
internal sealed class BlobRequest(
    HubConnection hub, HubOptions options, HubModelId id, string commit, HubFile file, PullMeter meter)
{
    private const int PieceBytes = 1 << 20;

    private EntityTagHeaderValue? _tag;

    /// <exception cref="TransientHubException">It was cut; what has come is in the part.</exception>
    /// <exception cref="DamagedFileException">The server sends something else than it listed.</exception>
    /// <exception cref="CogSpaceException">The file cannot be had.</exception>
    public async Task RunAsync(BlobPart part, CancellationToken cancel)
    {
        long from = part.Length;
        bool isFirst = true;
        using var answer = await hub.GetAsync(Address(), request => AskFrom(request, from), id, file.Path, Look, cancel);
        if (HubRefusal.IsWebPage(answer))
            throw HubRefusal.WebPage(answer, id, file.Path);
        _tag = answer.Headers.ETag;

        var range = answer.Content.Headers.ContentRange;
        bool goesOn = answer.StatusCode == HttpStatusCode.PartialContent;
        if (goesOn && range?.From != from)
            throw new DamagedFileException($"The hub sent another part of {file.Path} of {id} than it was asked for.");
        CheckSize(goesOn ? range?.Length : answer.Content.Headers.ContentLength);
        if (!goesOn && from > 0)                             // it does not do parts, or the file has changed
        {
            meter.Found(-from);
            part.Restart();
        }

        await ReceiveAsync(answer, part, cancel);

        // The hub itself answers first, before it may send us elsewhere.
        void Look(HttpResponseMessage step)
        {
            if (isFirst && (int)step.StatusCode < 400)
                CheckHeaders(step);
            isFirst = false;
        }
    }

    private Uri Address()
    {
        string path = string.Join('/', file.Path.Split('/').Select(Uri.EscapeDataString));
        return new Uri($"{options.Endpoint.OriginalString}/{id.Name}/resolve/{commit}/{path}");
    }

    private void AskFrom(HttpRequestMessage request, long from)
    {
        if (from == 0)
            return;
        request.Headers.Range = new RangeHeaderValue(from, null);
        if (_tag is { IsWeak: false })
            request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
    }

    private void CheckHeaders(HttpResponseMessage answer)
    {
        string hash = HubRefusal.Header(answer, "X-Linked-ETag").Trim('"');
        if (hash.Length > 0 && hash != file.Hash)
            throw new DamagedFileException(
                $"The hub contradicts itself about {file.Path} of {id}: in its list the file has another hash than in " +
                "its answer. Nothing of it was kept; pull again later."
            );
        string commitSent = HubRefusal.Header(answer, "X-Repo-Commit");
        if (commitSent.Length > 0 && commitSent != commit)
            throw new DamagedFileException(
                $"The hub sent {file.Path} of {id} from the commit {commitSent} instead of {commit}.");
        if (
            long.TryParse(
                HubRefusal.Header(answer, "X-Linked-Size"), NumberStyles.None, CultureInfo.InvariantCulture, out long bytes)
        )
            CheckSize(bytes);
    }

    private async Task ReceiveAsync(HttpResponseMessage answer, BlobPart part, CancellationToken cancel)
    {
        var piece = new byte[PieceBytes];
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            await using var body = await answer.Content.ReadAsStreamAsync(limit.Token);
            while (true)
            {
                limit.CancelAfter(options.StallTimeout);
                int read = await body.ReadAsync(piece, limit.Token);
                if (read == 0)
                    break;
                if (part.Length + read > file.Size)
                    CheckSize(part.Length + read);
                await part.AppendAsync(piece.AsMemory(0, read), cancel);
                meter.Receive(read);
            }
        }
        catch (OperationCanceledException e) when (!cancel.IsCancellationRequested)
        {
            throw new TransientHubException($"The server fell silent in the middle of {file.Path} of {id}.", inner: e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            throw new TransientHubException($"The connection was cut in the middle of {file.Path} of {id}.", inner: e);
        }

        if (!part.IsComplete)
            throw new TransientHubException($"The connection ended in the middle of {file.Path} of {id}.");
    }

    private void CheckSize(long? bytes)
    {
        if (bytes is { } size && size != file.Size)
            throw new DamagedFileException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The hub lists {file.Path} of {id} with {file.Size} bytes and sends {size}. Nothing of it was " +
                    $"kept; if pulling again does not help, the hub or something in between is at fault."
                )
            );
    }
}
