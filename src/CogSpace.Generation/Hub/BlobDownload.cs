using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace CogSpace.Generation.Hub;

/// <summary>
/// Brings one file into the cache: goes on where an earlier run or attempt was cut, and keeps nothing whose hash is wrong.
/// </summary>
internal sealed class BlobDownload(
    HubConnection hub, CacheFolder cache, HubModelId id, string commit, HubFile file, PullMeter meter)
{
    private const int PieceBytes = 1 << 20;

    private EntityTagHeaderValue? _tag;

    /// <exception cref="CogSpaceException">It cannot be had, or what came is not what the hub promised.</exception>
    public async Task RunAsync(CancellationToken cancel)
    {
        cache.RequireRealFolders(cache.Blob(file.Hash));
        Directory.CreateDirectory(cache.Blobs);
        using (
            await BlobLock.AcquireAsync(
                cache.Lock(file.Hash), () => meter.Note($"Another program is fetching {file.Path}; waiting for it."), cancel)
        )
        {
            if (IsThere())
                meter.Found(file.Size);
            else
                await FetchAsync(cancel);
        }

        cache.Link(commit, file);
        meter.Complete();
    }

    // With another size it is not this file.
    private bool IsThere()
    {
        string blob = cache.Blob(file.Hash);
        var bytes = new FileInfo(cache.Target(blob));
        if (bytes.Exists && bytes.Length == file.Size)
            return true;
        File.Delete(blob);
        return false;
    }

    private async Task FetchAsync(CancellationToken cancel)
    {
        using var part = await BlobPart.OpenAsync(cache.Incomplete(file.Hash), file, cancel);
        bool isResumed = part.Length > 0;
        meter.Found(part.Length);
        try
        {
            await CompleteAsync(part, cancel);
            bool isRight = part.IsRight();
            if (!isRight && isResumed)                       // what was there before may be what is wrong
            {
                Restart(part);
                await CompleteAsync(part, cancel);
                isRight = part.IsRight();
            }

            if (!isRight)
                throw new DamagedFileException(
                    $"{file.Path} of {id} came through damaged: its hash is not the one that the hub lists. It was " +
                    "deleted; if pulling again does not help, the hub or something in between is at fault."
                );
            part.Keep(cache.Blob(file.Hash));
        }
        catch (DamagedFileException)
        {
            part.Delete();
            throw;
        }
    }

    private void Restart(BlobPart part)
    {
        meter.Found(-part.Length);
        part.Restart();
    }

    private async Task CompleteAsync(BlobPart part, CancellationToken cancel) =>
        await hub.RetryAsync(
            async () =>
            {
                if (!part.IsComplete)
                    await AskForRestAsync(part, cancel);
                return true;
            },
            () => part.Length,
            cancel);

    /// <exception cref="TransientHubException">It was cut; what has come is in the part.</exception>
    /// <exception cref="DamagedFileException">The server sends something else than it listed.</exception>
    /// <exception cref="CogSpaceException">The file cannot be had.</exception>
    private async Task AskForRestAsync(BlobPart part, CancellationToken cancel)
    {
        long from = part.Length;
        bool isFirst = true;
        using var answer = await hub.GetAsync(Address(), AskFrom, id, file.Path, Look, cancel);
        _tag = answer.Headers.ETag;

        var range = answer.Content.Headers.ContentRange;
        bool goesOn = answer.StatusCode == HttpStatusCode.PartialContent;
        if (goesOn && range?.From != from)
            throw new DamagedFileException($"The hub sent another part of {file.Path} of {id} than it was asked for.");
        CheckSize(goesOn ? range?.Length : answer.Content.Headers.ContentLength);
        if (!goesOn && from > 0)                             // it does not do parts, or the file has changed
            Restart(part);
        await ReceiveAsync(answer, part, cancel);

        void AskFrom(HttpRequestMessage request)
        {
            if (from == 0)
                return;
            request.Headers.Range = new RangeHeaderValue(from, null);
            if (_tag is { IsWeak: false })
                request.Headers.IfRange = new RangeConditionHeaderValue(_tag);
        }

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
        return new Uri($"{hub.Options.Endpoint.OriginalString}/{id.Name}/resolve/{commit}/{path}");
    }

    private void CheckHeaders(HttpResponseMessage answer)
    {
        string hash = HubConnection.Header(answer, "X-Linked-ETag").Trim('"');
        if (hash.Length > 0 && hash != file.Hash)
            throw new DamagedFileException(
                $"The hub contradicts itself about {file.Path} of {id}: in its list the file has another hash than in " +
                "its answer. Nothing of it was kept; pull again later."
            );
        string commitSent = HubConnection.Header(answer, "X-Repo-Commit");
        if (commitSent.Length > 0 && commitSent != commit)
            throw new DamagedFileException(
                $"The hub sent {file.Path} of {id} from the commit {commitSent} instead of {commit}.");
        string size = HubConnection.Header(answer, "X-Linked-Size");
        if (long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out long bytes))
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
                limit.CancelAfter(hub.Options.StallTimeout);
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
