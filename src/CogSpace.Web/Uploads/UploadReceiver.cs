using System.Buffers;
using System.Globalization;
using CogSpace.Web.Moderation;
using CogSpace.Web.Visitors;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Uploads;

/// <summary>
/// Takes a file as it comes in: straight to disk, never more of it than is allowed, and looked at before it counts.
/// </summary>
internal sealed class UploadReceiver(
    UploadStore store, SourceProbe probe, Admission admission, ArrivalRate rate, IOptions<UploadOptions> options,
    TimeProvider time, ILogger<UploadReceiver> log)
{
    private const string Arriving = "arriving";
    private const int BufferBytes = 128 * 1024;

    /// <param name="visitor">Whose it will be.</param>
    /// <param name="kind">What it should be; null: whatever it looks like.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="length">How many there should be; null: not known.</param>
    /// <param name="cancel">The visitor has gone. Like every other failure, it leaves nothing.</param>
    /// <exception cref="RefusedException">The demo is closed, or the host does not want this visitor.</exception>
    /// <exception cref="UploadRefusedException">
    /// It is too large or too slow, nothing that a video can be made from, or there is no room.
    /// </exception>
    public async Task<Upload> ReceiveAsync(
        Visitor visitor, SourceKind? kind, Stream body, long? length, CancellationToken cancel)
    {
        admission.Check(visitor);
        if (length > options.Value.BytesOf(kind))
            throw TooLarge(kind);
        using var place = store.Reserve(visitor, length ?? 0);
        string name = Arriving;
        int status = StatusCodes.Status415UnsupportedMediaType;
        try
        {
            var format = await WriteAsync(place, kind, body, cancel);
            if (format is not null)
            {
                (name, status) = (format.FileName, StatusCodes.Status400BadRequest);
                File.Move(place.PathOf(Arriving), place.PathOf(name));
            }

            // refuses, with its reason, what has no format
            var (info, recipe) = await probe.LookAsync(
                visitor, place.PathOf(name), kind ?? format?.Kinds[0] ?? SourceKind.Image, cancel);
            var upload = place.Keep(name, info, recipe);
            log.LogInformation(
                "Upload {UploadId} has arrived: {Kind}, {Width} x {Height}", upload.Id, info.Kind, info.Width, info.Height);
            return upload;
        }
        catch (MediaException e)
        {
            throw new UploadRefusedException(status, e.Message.Replace(name, "the file", StringComparison.Ordinal), e);
        }
    }

    /// <summary>Takes a file that this server has made, as if the visitor had sent it. The file stays where it is.</summary>
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="path">The file.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <exception cref="RefusedException">The demo is closed, or the host does not want this visitor.</exception>
    /// <exception cref="UploadRefusedException">There is no room, or the file is gone or of no use.</exception>
    public async Task<Upload> AdoptAsync(Visitor visitor, SourceKind kind, string path, CancellationToken cancel)
    {
        admission.Check(visitor);
        using var place = store.Reserve(visitor, bytes: 0);      // it is on disk already, where it counts once
        string name = SourceFormat.OfExtension(Path.GetExtension(path)).FileName;
        try
        {
            place.Link(path, name);
            var (info, recipe) = await probe.LookAsync(visitor, place.PathOf(name), kind, cancel);
            return place.Keep(name, info, recipe);
        }
        catch (MediaException e)
        {
            throw new UploadRefusedException(
                StatusCodes.Status400BadRequest, e.Message.Replace(name, "the file", StringComparison.Ordinal), e);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogWarning(e, "A file of this server cannot be taken as an upload");
            throw UploadStore.NoRoom(e);
        }
    }

    /// <summary>What is said of a file that has more bytes than it may.</summary>
    public static string TooLarge(SourceKind? kind, UploadOptions options)
    {
        string what = kind switch
        {
            SourceKind.Image => "a picture",
            SourceKind.Video => "a video",
            _ => "a file",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The file is too large: {what} may have {options.MegabytesOf(kind)} MB here. Please choose a smaller one.");
    }

    // null for a file that is of no use: only its beginning was read, to say what it is.
    private async Task<SourceFormat?> WriteAsync(UploadPlace place, SourceKind? kind, Stream body, CancellationToken cancel)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = Open(place);
            var paced = new PacedBody(body, rate, time);
            int read = await paced.ReadAsync(buffer, FileSignature.Length, cancel);
            var format = SourceFormat.OfSignature(buffer.AsSpan(0, read));
            Check(format, kind, isEmpty: read == 0);
            var taken = kind ?? format?.Kinds[0];
            for (long written = 0; read > 0; read = await paced.ReadAsync(buffer, least: 1, cancel))
            {
                written += read;
                if (written > options.Value.BytesOf(taken))
                    throw TooLarge(taken);
                place.Grow(read);
                await WriteAsync(file, buffer.AsMemory(0, read), cancel);
                if (format is null)
                    break;
            }

            return format;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private FileStream Open(UploadPlace place)
    {
        try
        {
            return place.Create(Arriving);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            log.LogError(e, "An upload cannot be written");
            throw UploadStore.NoRoom(e);
        }
    }

    // Apart from reading, which fails in the same way when the visitor goes.
    private async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes, CancellationToken cancel)
    {
        try
        {
            await file.WriteAsync(bytes, cancel);
        }
        catch (IOException e)
        {
            log.LogError(e, "An upload cannot be written");
            throw UploadStore.NoRoom(e);
        }
    }

    private static void Check(SourceFormat? format, SourceKind? kind, bool isEmpty)
    {
        if (isEmpty)
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "The file is empty. Please choose another.");
        if (format is null || kind is not { } wanted || format.Kinds.Contains(wanted))
            return;
        throw new UploadRefusedException(StatusCodes.Status415UnsupportedMediaType, wanted == SourceKind.Image
            ? "This is a video. Choose a picture here, or take it to the Video tab."
            : "This is a picture. Choose a video here, or take it to the Image tab.");
    }

    private UploadRefusedException TooLarge(SourceKind? kind) =>
        new(StatusCodes.Status413PayloadTooLarge, TooLarge(kind, options.Value));
}
