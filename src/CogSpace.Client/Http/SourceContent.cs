using System.Net;

namespace CogSpace.Client.Http;

/// <summary>A file as it is sent. Unlike <see cref="StreamContent"/> it leaves a stream of the caller open.</summary>
internal sealed class SourceContent(Stream stream, bool isOwner) : HttpContent
{
    protected override Task SerializeToStreamAsync(Stream target, TransportContext? context) =>
        SerializeToStreamAsync(target, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(
        Stream target, TransportContext? context, CancellationToken cancellationToken) =>
        stream.CopyToAsync(target, cancellationToken);

    protected override bool TryComputeLength(out long length)
    {
        length = stream.CanSeek ? stream.Length - stream.Position : 0;
        return stream.CanSeek;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing && isOwner)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
