using System.Buffers.Binary;

namespace CogSpace.Generation.Workers;

/// <summary>Messages over a stream: four bytes with the length, the lowest first, then JSON.</summary>
/// <param name="stream">Both ways; disposed with the channel.</param>
internal sealed class MessageChannel(Stream stream) : IDisposable
{
    /// <summary>The longest message: a preview takes 100 KB, a plan a few.</summary>
    public const int MostBytes = 16 << 20;

    private const int LengthBytes = 4;

    private readonly SemaphoreSlim _sending = new(1);
    private readonly byte[] _length = new byte[LengthBytes];

    /// <summary>Sends a whole message, in turn with those of other callers.</summary>
    /// <exception cref="IOException">The other side is gone.</exception>
    public async Task SendAsync(WorkerMessage message)
    {
        byte[] json = WorkerJson.Write(message);
        if (json.Length > MostBytes)
            throw new InvalidOperationException($"A message of {json.Length} bytes is too long.");
        byte[] frame = new byte[LengthBytes + json.Length];
        BinaryPrimitives.WriteInt32LittleEndian(frame, json.Length);
        json.CopyTo(frame, LengthBytes);
        await _sending.WaitAsync();
        try
        {
            await stream.WriteAsync(frame);
            await stream.FlushAsync();
        }
        finally
        {
            _sending.Release();
        }
    }

    /// <summary>Waits for the next message. One caller at a time.</summary>
    /// <returns>null: the other side is gone.</returns>
    /// <exception cref="InvalidDataException">What comes is not a message; nothing after it can be read.</exception>
    public async Task<WorkerMessage?> ReceiveAsync(CancellationToken cancel = default)
    {
        try
        {
            if (await stream.ReadAtLeastAsync(_length, LengthBytes, throwOnEndOfStream: false, cancel) < LengthBytes)
                return null;
            int length = BinaryPrimitives.ReadInt32LittleEndian(_length);
            if (length is <= 0 or > MostBytes)
                throw new InvalidDataException($"This is not a message: its length is said to be {length}.");
            byte[] json = new byte[length];
            return await stream.ReadAtLeastAsync(json, length, throwOnEndOfStream: false, cancel) < length
                ? null
                : WorkerJson.Read(json);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        stream.Dispose();
        _sending.Dispose();
    }
}
