using System.Security.Cryptography;
using CogSpace.Generation.Provenance;
using CogSpace.Web.Uploads;

namespace CogSpace.Web.Provenance;

/// <summary>A file that somebody sends to have it checked. Its bytes are hashed as they come and kept nowhere.</summary>
/// <param name="Sha256">In hexadecimal digits.</param>
/// <param name="Manifest">What came before it; null: nothing.</param>
/// <param name="IsVideo">Whether it begins as a video does.</param>
internal sealed record CheckedFile(string Sha256, byte[]? Manifest, bool IsVideo)
{
    private const int BufferBytes = 128 * 1024;

    /// <param name="body">The manifest, if there is one, and then the file.</param>
    /// <param name="manifestBytes">How many bytes of the body are the manifest.</param>
    /// <param name="most">Bytes that the file may have.</param>
    /// <param name="tooLarge">What is said if it has more.</param>
    /// <param name="cancel">The sender has gone.</param>
    /// <exception cref="UploadRefusedException">It is empty, too large or too slow.</exception>
    public static async Task<CheckedFile> ReceiveAsync(
        PacedBody body, int manifestBytes, long most, string tooLarge, CancellationToken cancel)
    {
        byte[]? manifest = manifestBytes > 0 ? new byte[manifestBytes] : null;
        if (manifest is not null && await body.ReadAsync(manifest, manifestBytes, cancel) < manifestBytes)
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "The file did not arrive whole. Please try again.");

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferBytes];
        long bytes = 0;
        bool isVideo = false;
        int read;
        while ((read = await body.ReadAsync(buffer, bytes == 0 ? FileSignature.Length : 1, cancel)) > 0)
        {
            if (bytes == 0)
                isVideo = SourceFormat.OfSignature(buffer.AsSpan(0, read))?.Kinds.Contains(SourceKind.Video) == true;
            bytes += read;
            if (bytes > most)
                throw new UploadRefusedException(StatusCodes.Status413PayloadTooLarge, tooLarge);
            hash.AppendData(buffer, 0, read);
        }

        if (bytes == 0)
            throw new UploadRefusedException(StatusCodes.Status400BadRequest, "The file is empty. Please choose another.");
        return new CheckedFile(Convert.ToHexStringLower(hash.GetHashAndReset()), manifest, isVideo);
    }
}
