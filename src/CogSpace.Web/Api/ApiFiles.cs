using System.Security.Cryptography;
using CogSpace.Web.Operations;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Api;

/// <summary>Takes the files of programs.</summary>
internal sealed class ApiFiles(UploadReceiver receiver, ServerMeter meter)
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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using var hashed = new HashedStream(body, hash);
        try
        {
            var upload = await receiver.ReceiveAsync(visitor, kind, hashed, length, cancel);
            meter.Uploaded(upload.Info.Kind, hashed.Bytes);
            return new ReceivedFile(upload, Convert.ToHexStringLower(hash.GetHashAndReset()));
        }
        catch (CogSpaceException e)
        {
            meter.Refused("upload", RefusalReason.Of(e));
            throw;
        }
    }

    // Reads only, and forward.
    private sealed class HashedStream(Stream body, IncrementalHash hash) : Stream
    {
        public long Bytes { get; private set; }

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int read = await body.ReadAsync(buffer, cancellationToken);
            hash.AppendData(buffer.Span[..read]);
            Bytes += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }
    }
}

/// <summary>A file that was taken.</summary>
/// <param name="Upload">What became of it.</param>
/// <param name="Sha256">Of its bytes.</param>
internal sealed record ReceivedFile(Upload Upload, string Sha256);
