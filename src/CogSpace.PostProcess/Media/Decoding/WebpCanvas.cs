using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media.Decoding;

/// <summary>What the pictures of an animated WebP are drawn on, one after the other.</summary>
/// <remarks>Source: RFC 9649, section 2.7.1.1 (blending) and the disposal methods of the ANMF chunk.</remarks>
internal sealed class WebpCanvas
{
    private const int Opaque = byte.MaxValue;
    private readonly MediaFile _file;
    private readonly byte[] _bytes;
    private readonly WebpAnimation _animation;
    private readonly byte[] _rgba;
    private int _drawn;

    /// <param name="file">That messages name.</param>
    /// <param name="bytes">All of it.</param>
    /// <param name="animation">What it says of itself.</param>
    public WebpCanvas(MediaFile file, byte[] bytes, WebpAnimation animation)
    {
        (_file, _bytes, _animation) = (file, bytes, animation);
        _rgba = new byte[animation.Width * animation.Height * WhiteBackground.Channels];
    }

    public bool IsAtTheEnd => _drawn == _animation.Pictures.Count;

    /// <summary>When the next picture is drawn, in milliseconds from the first.</summary>
    public long NextMilliseconds { get; private set; }

    /// <summary>Draws the next picture.</summary>
    /// <exception cref="MediaException">It is damaged.</exception>
    public void DrawNext()
    {
        if (_drawn > 0 && _animation.Pictures[_drawn - 1] is { IsDisposed: true } before)
            Clear(before);
        var picture = _animation.Pictures[_drawn++];
        NextMilliseconds += picture.Milliseconds;
        Draw(picture, StillDecoder.DecodeRgba(_file, Still(picture), picture.Width, picture.Height));
    }

    /// <summary>What is seen now, on white.</summary>
    /// <param name="flat">RGB of the whole canvas.</param>
    public void Flatten(Span<byte> flat) => WhiteBackground.Flatten(_rgba, flat);

    private byte[] Still(WebpPicture picture)
    {
        try
        {
            return picture.ToStill(_bytes);
        }
        catch (EndOfStreamException e)
        {
            throw _file.Refuse("one of its pictures is cut off", e);
        }
        catch (InvalidDataException e)
        {
            throw _file.Refuse(e.Message, e);
        }
    }

    private void Clear(WebpPicture picture)
    {
        for (int y = 0; y < picture.Height; y++)
            Row(picture, y).Clear();
    }

    private void Draw(WebpPicture picture, ReadOnlySpan<byte> rgba)
    {
        int rowBytes = picture.Width * WhiteBackground.Channels;
        for (int y = 0; y < picture.Height; y++)
        {
            var row = rgba.Slice(y * rowBytes, rowBytes);
            if (picture.IsBlended)
                Blend(row, Row(picture, y));
            else
                row.CopyTo(Row(picture, y));
        }
    }

    private Span<byte> Row(WebpPicture picture, int y) =>
        _rgba.AsSpan(
            (((picture.Top + y) * _animation.Width) + picture.Left) * WhiteBackground.Channels,
            picture.Width * WhiteBackground.Channels);

    // Colours are not premultiplied: each counts by how opaque it is.
    private static void Blend(ReadOnlySpan<byte> over, Span<byte> below)
    {
        for (int i = 0; i < over.Length; i += WhiteBackground.Channels)
        {
            int alpha = over[i + 3];
            int rest = below[i + 3] * (Opaque - alpha);
            int both = (alpha * Opaque) + rest; // of 255 x 255
            if (both == 0)
                continue;
            for (int c = 0; c < Frame.Channels; c++)
                below[i + c] = (byte)(((over[i + c] * alpha * Opaque) + (below[i + c] * rest) + (both / 2)) / both);
            below[i + 3] = (byte)((both + (Opaque / 2)) / Opaque);
        }
    }
}
