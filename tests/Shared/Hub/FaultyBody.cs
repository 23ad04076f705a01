using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace CogSpace.Tests.Hub;

/// <summary>A response's body that does not arrive as it was sent.</summary>
internal sealed class FaultyBody(HttpContext context, Stream inner) : Stream
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(30);

    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _written;

    public long CutAfter { get; init; } = long.MaxValue;

    public long SilentAfter { get; init; } = long.MaxValue;

    public bool Corrupts { get; init; }

    public int BytesPerSecond { get; init; } = int.MaxValue;

    public Task? SlowUntil { get; init; }

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        byte[] bytes = buffer.ToArray();
        if (Corrupts && _written == 0 && bytes.Length > 0)
            bytes[^1] ^= 1;
        for (int at = 0; at < bytes.Length;)
        {
            int next = (int)
                Math.Min(
                    bytes.Length - at,
                    Math.Min(Math.Min(CutAfter, SilentAfter) - _written, Math.Max(1, BytesPerSecond / 20)));
            if (next <= 0)
            {
                await inner.FlushAsync(cancellationToken);
                if (_written >= SilentAfter)
                    await Task.Delay(Timeout.Infinite, context.RequestAborted);
                await Task.Delay(50, CancellationToken.None);       // what was sent should arrive
                context.Abort();
                throw new IOException("cut");
            }

            await inner.WriteAsync(bytes.AsMemory(at, next), cancellationToken);
            (at, _written) = (at + next, _written + next);
            var early = TimeSpan.FromSeconds((double)_written / BytesPerSecond) - _watch.Elapsed;
            if (early > Pause && SlowUntil is not { IsCompleted: true })
            {
                await inner.FlushAsync(cancellationToken);
                await Task.WhenAny(Task.Delay(early, cancellationToken), SlowUntil ?? Task.Delay(early, cancellationToken));
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override Task FlushAsync(CancellationToken cancellationToken) => inner.FlushAsync(cancellationToken);

    public override void Flush() => throw new NotSupportedException();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
