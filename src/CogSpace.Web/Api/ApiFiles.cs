using System.Security.Cryptography;
using CogSpace.Web.Operations;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api;

/// <summary>Takes the files of programs.</summary>
internal sealed class ApiFiles(UploadReceiver receiver, UploadStore uploads, ServerMeter meter)
{
    /// <param name="visitor">Whose it will be.</param>
    /// <param name="field">The field that it came in: "image", "video", or another where it is told by its bytes.</param>
    /// <param name="body">Its bytes.</param>
    /// <param name="length">How many there should be; null: not known.</param>
    /// <param name="cancel">Leaves nothing.</param>
    /// <exception cref="UploadRefusedException">It is not taken.</exception>
    public async Task<ReceivedFile> ReceiveAsync(
        Visitor visitor, string field, Stream body, long? length, CancellationToken cancel)
    {
        SourceKind? kind = field switch
        {
            "image" => SourceKind.Image,
            "video" => SourceKind.Video,
            _ => null,
        };
        using var hash = SHA256.Create();
        await using var hashed = new CryptoStream(body, hash, CryptoStreamMode.Read, leaveOpen: true);
        try
        {
            var upload = await receiver.ReceiveAsync(visitor, kind, hashed, length, cancel);
            var file = new FileInfo(uploads.PathOf(upload));
            meter.Uploaded(upload.Info.Kind, file.Exists ? file.Length : 0);       // gone if others have taken its place
            return new ReceivedFile(upload, Convert.ToHexStringLower(hash.Hash!));
        }
        catch (CogSpaceException e)
        {
            meter.Refused("upload", RefusalReason.Of(e));
            throw;
        }
    }
}

/// <summary>A file that was taken.</summary>
/// <param name="Upload">What became of it.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record ReceivedFile(Upload Upload, string Sha256);
