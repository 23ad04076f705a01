using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline.Memory;

/// <summary>
/// What lies between the autoencoder's layers at its peak. It follows <see cref="VaeDecoder"/> and <see cref="VaeEncoder"/>
/// level by level.
/// </summary>
/// <param name="config">The autoencoder's sizes.</param>
/// <param name="bytes">Of a number.</param>
internal sealed class VaeBytes(VaeConfig config, int bytes)
{
    private const int BytesPerPieceNumber = 24;
    private const int History = 2;                     // frames that a convolution remembers

    /// <param name="latentFrames">Of the video.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="tiling">Null: the whole picture at once.</param>
    public long Decoding(long latentFrames, long height, long width, VaeTiling? tiling)
    {
        var (tileHeight, tileWidth) = Tile(height, width, tiling);
        var chunks = FrameChunks.Of(latentFrames, VaeDecoder.LatentFramesPerChunk).Select(chunk => chunk.Length).ToList();
        // pixels of tiles, which overlap
        long whole = tiling is null ? 0 : 2 * 3 * FrameCounts.Decoded((int)latentFrames, config) * height * width * bytes;
        return chunks.Distinct().Max(chunk => DecodingChunk(chunk, tileHeight, tileWidth, isOnly: chunks.Count == 1))
            + whole;
    }

    /// <param name="frames">Of the video.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="width">In pixels.</param>
    /// <param name="tiling">Null: the whole picture at once.</param>
    public long Encoding(long frames, long height, long width, VaeTiling? tiling)
    {
        var (tileHeight, tileWidth) = Tile(height, width, tiling);
        var chunks = FrameChunks.Of(frames, CogVideoXVae.FramesPerChunk).Select(chunk => chunk.Length).ToList();
        long pixels = frames * 3 * height * width * (bytes + 8L); // and on the way to them
        return chunks.Distinct().Max(chunk => EncodingChunk(chunk, tileHeight, tileWidth, isOnly: chunks.Count == 1))
            + pixels;
    }

    private long DecodingChunk(long latentFrames, long height, long width, bool isOnly)
    {
        int[] channels = [.. config.BlockOutChannels.Reverse()];
        var (f, h, w) = (latentFrames, height / config.SpatialCompression, width / config.SpatialCompression);
        long peak = 0, remembered = 0;
        void Add(long from, long to, int count)
        {
            peak = Math.Max(peak, Resnet(from, to, h * w, f));
            remembered += History * h * w * bytes * ((from + to) + ((count - 1) * 2 * to));
        }

        Add(channels[0], channels[0], 2);
        for (int i = 0; i < channels.Length; i++)
        {
            Add(channels[Math.Max(i - 1, 0)], channels[i], config.LayersPerBlock + 1);
            if (i == channels.Length - 1)
                continue;
            long before = f * h * w;
            f = i < config.TemporalBlocks && f > 1 ? (2 * f) - (f % 2) : f;
            (h, w) = (2 * h, 2 * w);
            peak = Math.Max(
                peak,
                (bytes * channels[i] * (before + (f * h * w / 4) + (f * h * w)))
                    + Pieces(channels[i], channels[i], h * w, f, 0)
            );
        }

        return peak + (isOnly ? 0 : remembered);
    }

    private long EncodingChunk(long frames, long height, long width, bool isOnly)
    {
        int[] channels = config.BlockOutChannels;
        var (f, h, w) = (frames, height, width);
        long peak = 0, remembered = History * 3 * h * w * bytes;
        for (int i = 0; i < channels.Length; i++)
        {
            long from = channels[Math.Max(i - 1, 0)];
            peak = Math.Max(peak, Resnet(from, channels[i], h * w, f));
            remembered += History * h * w * bytes * (from + channels[i] + ((config.LayersPerBlock - 1) * 2L * channels[i]));
            if (i == channels.Length - 1)
                continue;
            f = i < config.TemporalBlocks ? (f + 1) / 2 : f;
            (h, w) = (h / 2, w / 2);
        }

        return peak + (isOnly ? 0 : remembered);
    }

    // The block's input (or, where the width changes, what its shortcut made of it and the activated input), what goes into a
    // convolution and what comes out.
    private long Resnet(long from, long to, long area, long frames) =>
        (Math.Max(from + (2 * to), 3 * to) * frames * area * bytes) + Pieces(from, to, area, frames, History);

    // Beside what is joined piece by piece: norms through float32; or what a convolution sees of a piece and makes of it, each
    // also in the library's own layout, and of frames that are larger than a piece the one that is put together.
    private long Pieces(long from, long to, long area, long frames, int before)
    {
        long frame = Math.Max(from, to) * area;
        long count = Math.Clamp(Piecewise.Most / frame, 1, frames);
        long rows = Math.Min(area, area * Piecewise.Most / frame);
        long convolution =
            (2 * bytes * rows * ((from * (count + before)) + (to * count))) + (rows < area ? bytes * to * area : 0);
        return Math.Max(Math.Min(frame * frames, Piecewise.Most) * BytesPerPieceNumber, convolution);
    }

    private static (long Height, long Width) Tile(long height, long width, VaeTiling? tiling) =>
        tiling is null ? (height, width) : (Math.Min(height, tiling.PixelHeight), Math.Min(width, tiling.PixelWidth));
}
