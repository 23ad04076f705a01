namespace CogSpace.Web.Uploads;

/// <summary>Reads the body of a request for as long as it comes fast enough.</summary>
internal sealed class PacedBody(Stream body, ArrivalRate rate, TimeProvider time)
{
    private readonly long _begun = time.GetTimestamp();
    private long _bytes;

    /// <summary>Reads at least so many bytes, fewer only at the end.</summary>
    /// <exception cref="UploadRefusedException">They come too slowly.</exception>
    public async Task<int> ReadAsync(Memory<byte> buffer, int least, CancellationToken cancel)
    {
        int read = 0;
        while (read < least)
        {
            int more = await ReadAsync(buffer[read..], cancel);
            if (more == 0)
                break;
            read += more;
        }

        return read;
    }

    private async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
    {
        var left = rate.TimeLeft(_bytes, time.GetElapsedTime(_begun));
        using var late = new CancellationTokenSource(left, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, late.Token);
        try
        {
            int read = await body.ReadAsync(buffer, either.Token);
            _bytes += read;
            return read;
        }
        catch (OperationCanceledException e) when (late.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new UploadRefusedException(
                StatusCodes.Status408RequestTimeout,
                "The file arrives too slowly, so it was not taken. Please try again on a faster connection, or choose a " +
                "smaller file.",
                e
            );
        }
    }
}
