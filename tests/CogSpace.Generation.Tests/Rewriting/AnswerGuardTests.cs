using System.Net;
using CogSpace.Generation.Rewriting;

namespace CogSpace.Generation.Tests.Rewriting;

public sealed class AnswerGuardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OfTenMegabytes_OnlyTheLimitIsRead()
    {
        using var body = new CountedStream(10_000_000);
        using var http = Guarded(HttpStatusCode.OK, body);

        await Assert.ThrowsAsync<RewriterException>(() => http.GetAsync("http://localhost/", Cancel));

        Assert.Equal(5_001, body.Position);
    }

    [Fact]
    public async Task OfAFailure_NothingIsRead()
    {
        using var body = new CountedStream(10_000_000);
        using var http = Guarded(HttpStatusCode.Unauthorized, body);

        using var answer = await http.GetAsync("http://localhost/", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(Cancel));
        Assert.Equal(0, body.Position);
    }

    [Theory]
    [InlineData(5_000, true)]
    [InlineData(5_001, false)]
    public async Task TheLimit_MayBeReached(int length, bool isTaken)
    {
        using var http = Guarded(HttpStatusCode.OK, new CountedStream(length));

        if (isTaken)
            Assert.Equal(length, (await http.GetByteArrayAsync("http://localhost/", Cancel)).Length);
        else
            await Assert.ThrowsAsync<RewriterException>(() => http.GetByteArrayAsync("http://localhost/", Cancel));
    }

    private static HttpClient Guarded(HttpStatusCode status, Stream body) =>
        new(new AnswerGuard(5_000, sendsKey: true) { InnerHandler = new Network(status, body) });

    private sealed class Network(HttpStatusCode status, Stream body) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { Content = new StreamContent(body) });
    }

    /// <summary>An object that opens and goes on.</summary>
    private sealed class CountedStream(int length) : Stream
    {
        private int _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override int Read(Span<byte> buffer)
        {
            int count = Math.Min(Math.Min(buffer.Length, 700), length - _position);
            buffer[..count].Fill((byte)'{');
            _position += count;
            return count;
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
