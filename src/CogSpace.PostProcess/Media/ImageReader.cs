using CogSpace.PostProcess.Media.Decoding;
using CogSpace.PostProcess.Media.Formats;

namespace CogSpace.PostProcess.Media;

/// <summary>Reads pictures that somebody else made: upright, in 8-bit RGB, what is transparent on white.</summary>
/// <remarks>What a file is, its first bytes decide; its name is for messages. Colour profiles are not applied.</remarks>
public sealed class ImageReader(ReadingOptions options)
{
    /// <summary>Looks at a picture without decoding it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="MediaException">It is not read; the message says why.</exception>
    public async Task<PictureSize> ProbeAsync(string path, CancellationToken cancellationToken = default)
    {
        var picture = await OpenAsync(new MediaFile(path, options), cancellationToken);
        var (width, height) = picture.Header.Upright;
        return new PictureSize((int)width, (int)height);
    }

    /// <summary>Decodes a picture; of a GIF or an animated WebP, its first one.</summary>
    /// <inheritdoc cref="ProbeAsync"/>
    public async Task<Frame> ReadAsync(string path, CancellationToken cancellationToken = default)
    {
        var file = new MediaFile(path, options);
        var picture = await OpenAsync(file, cancellationToken);
        return picture.Format == FileFormat.Gif
            ? await ReadGifAsync(file, picture.Header, cancellationToken)
            : await DecodeAsync(file, picture, cancellationToken);
    }

    // OpenCV cannot be interrupted: who waits is freed, and it ends by itself.
    private async Task<Frame> DecodeAsync(
        MediaFile file, (FileFormat Format, PictureHeader Header, byte[] Bytes) picture, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(options.Timeout);
        Frame Decode() => picture.Header.IsAnimated
            ? FirstOf(file, picture.Bytes)
            : StillDecoder.Decode(file, picture.Format, picture.Header, picture.Bytes, stop.Token);
        try
        {
            return await Task.Run(Decode, stop.Token).WaitAsync(stop.Token);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw file.Refuse(FormattableString.Invariant($"it took longer than {options.Timeout.TotalSeconds:0.#} seconds"), e);
        }
    }

    private async Task<(FileFormat Format, PictureHeader Header, byte[] Bytes)> OpenAsync(
        MediaFile file, CancellationToken cancellationToken)
    {
        byte[] bytes = await file.ReadAllAsync(options.PictureMegabytes, cancellationToken);
        var signature = FileSignature.Of(bytes.AsSpan(0, Math.Min(bytes.Length, FileSignature.Length)));
        if (signature.Format is FileFormat.Other or FileFormat.Mp4 or FileFormat.Mov or FileFormat.Matroska
            or FileFormat.Avi)
            throw file.Refuse($"it is {signature.Words}. Pictures are read as PNG, JPEG, WebP, BMP and GIF.");

        var header = ReadHeader(file, signature.Format, bytes);
        return
            new SizeLimits(options, options.PictureMegapixels).Complaint(header.Upright.Width, header.Upright.Height)
                is { } complaint
            ? throw file.Refuse(complaint)
            : (signature.Format, header, bytes);
    }

    private static PictureHeader ReadHeader(MediaFile file, FileFormat format, byte[] bytes)
    {
        try
        {
            return PictureHeader.Read(format, bytes);
        }
        catch (EndOfStreamException e)
        {
            throw file.Refuse("it is cut off", e);
        }
        catch (InvalidDataException e)
        {
            throw file.Refuse(e.Message, e);
        }
    }

    private static Frame FirstOf(MediaFile file, byte[] bytes)
    {
        var animation = WebpVideo.Parse(file, bytes);
        var canvas = new WebpCanvas(file, bytes, animation);
        canvas.DrawNext();
        byte[] flat = new byte[animation.Width * animation.Height * Frame.Channels];
        canvas.Flatten(flat);
        return new Frame(animation.Width, animation.Height, flat);
    }

    // OpenCV 4.6, which Debian has, cannot read GIF.
    private async Task<Frame> ReadGifAsync(MediaFile file, PictureHeader header, CancellationToken cancellationToken)
    {
        var video = new ProbedVideo(
            "gif", new VideoInfo((int)header.Width, (int)header.Height, Frames: 1, FramesPerSecond: 1), HasAlpha: true,
            Matrix: "auto");
        await using var pictures = DecodedPictures.Start(
            file, video, rate: 1, first: 0, stride: 1, count: 1, options.PictureMegapixels, cancellationToken);
        return await pictures.NextAsync() ?? throw file.Refuse($"it is damaged.{pictures.Quote}");
    }
}
