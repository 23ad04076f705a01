using System.Buffers;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Uploads;

/// <summary>Takes a file as it comes in: straight to disk, never more of it than is allowed, and looked at before it counts.</summary>
internal sealed class UploadReceiver(UploadStore store, SourceProbe probe, IOptions<UploadOptions> options, ILogger<UploadReceiver> log)
{
    private const string Arriving = "arriving";
    private const int BufferBytes = 128 * 1024;

    /// <param name="owner">Whose it will be.</param>
    /// <param name="kind">What it should be; null: either.</param>
    /// <param name="body">The bytes.</param>
    /// <param name="length">How many there should be; null: not known.</param>
    /// <param name="cancel">The visitor has gone. Like every other failure, it leaves nothing.</param>
    /// <exception cref="UploadRefusedException">It is too large, nothing that a video can be made from, or there is no room.</exception>
    public async Task<Upload> ReceiveAsync(string owner, SourceKind? kind, Stream body, long? length, CancellationToken cancel)
    {
        if (length > options.Value.BytesOf(kind))
            throw TooLarge(kind);
        using var place = store.Reserve(owner, length ?? options.Value.BytesOf(kind));
        try
        {
            var format = await WriteAsync(place, kind, body, cancel);
            File.Move(place.PathOf(Arriving), place.PathOf(format.FileName));
            var info = await probe.LookAsync(place.PathOf(format.FileName), format.Kind, cancel);
            var upload = place.Keep(format.FileName, info);
            log.LogInformation("Upload {UploadId} has arrived: {Kind}, {Width} x {Height}", upload.Id, info.Kind, info.Width, info.Height);
            return upload;
        }
        catch (MediaException e)
        {
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, e.Message.Replace(place.PathOf(""), "", StringComparison.Ordinal), e);
        }
    }

    /// <summary>What is said of a file that has more bytes than it may.</summary>
    public static string TooLarge(SourceKind? kind, UploadOptions options) =>
        string.Create(CultureInfo.InvariantCulture, $"The file is too large: {Words(kind)} may have {options.MegabytesOf(kind)} MB here. Please choose a smaller one.");

    private async Task<SourceFormat> WriteAsync(UploadPlace place, SourceKind? kind, Stream body, CancellationToken cancel)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferBytes);
        try
        {
            await using var file = Open(place);
            int read = await body.ReadAtLeastAsync(buffer, SourceFormat.SignatureBytes, throwOnEndOfStream: false, cancel);
            var format = Check(SourceFormat.OfSignature(buffer.AsSpan(0, read)), kind, isEmpty: read == 0);
            for (long written = 0; read > 0; read = await body.ReadAsync(buffer, cancel))
            {
                written += read;
                if (written > options.Value.BytesOf(format.Kind))
                    throw TooLarge(format.Kind);
                await WriteAsync(file, buffer.AsMemory(0, read), cancel);
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
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
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

    private static SourceFormat Check(SourceFormat? format, SourceKind? kind, bool isEmpty)
    {
        if (isEmpty)
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "The file is empty. Please choose another.");
        if (format is not null && (kind is null || format.Kind == kind))
            return format;
        throw new UploadRefusedException(StatusCodes.Status415UnsupportedMediaType, (kind, format?.Kind) switch
        {
            (SourceKind.Image, SourceKind.Video) => "This is a video. Choose a picture here, or use it on the Video tab.",
            (SourceKind.Video, SourceKind.Image) => "This is a picture. Choose a video here, or use it on the Image tab.",
            (SourceKind.Video, _) => "This file is no video that can be read here, whatever its name says. Choose an MP4, MOV, WebM, MKV or AVI.",
            (SourceKind.Image, _) => "This file is no picture that can be read here, whatever its name says. Choose a PNG, JPEG, WebP, GIF or BMP.",
            _ => "This file is neither a picture nor a video that can be read here, whatever its name says.",
        });
    }

    private UploadRefusedException TooLarge(SourceKind? kind) => new(StatusCodes.Status413PayloadTooLarge, TooLarge(kind, options.Value));

    private static string Words(SourceKind? kind) => kind switch
    {
        SourceKind.Image => "a picture",
        SourceKind.Video => "a video",
        _ => "a file",
    };
}
