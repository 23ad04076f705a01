using System.Threading.Channels;
using FFMpegCore;

namespace CogSpace.PostProcess.Media;

/// <summary>
/// A file of frames in the making; of <see cref="VideoWriter"/>. It appears under its name when it is published. Disposed before
/// that, it leaves nothing behind, and what had its name stays.
/// </summary>
public sealed class VideoFile : IAsyncDisposable
{
    /// <summary>For FFmpeg: how the colours of an output are to be read.</summary>
    internal const string ColourTags = "-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv";

    private readonly string _path;
    private readonly CancellationToken _cancel;
    private readonly EncodedFile _file;
    private readonly Func<FFMpegArguments, EncodedFile, Task<bool>> _encode;
    private readonly CancellationTokenSource _broken = new();
    private FramePipe? _pipe;
    private Task _encoding = Task.CompletedTask;

    /// <param name="file">What FFmpeg makes.</param>
    /// <param name="path">What messages name.</param>
    /// <param name="times">When the frames are shown; their number and size are not looked at.</param>
    /// <param name="encode">Runs FFmpeg on an input of frames, and says whether it went well.</param>
    /// <param name="cancel">Ends it.</param>
    internal VideoFile(
        EncodedFile file, string path, VideoInfo times, Func<FFMpegArguments, EncodedFile, Task<bool>> encode,
        CancellationToken cancel)
    {
        (_file, _path, _encode, _cancel) = (file, path, encode, cancel);
        Info = times with { Width = 0, Height = 0, Frames = 0 };
    }

    /// <summary>Drawn into every frame; null: none.</summary>
    internal Watermark? Watermark { get; init; }

    /// <summary>What has been written so far.</summary>
    public VideoInfo Info { get; private set; }

    /// <summary>
    /// Cancelled as soon as frames can no longer be written, so that no more are made; <see cref="FinishAsync"/> then throws the
    /// reason.
    /// </summary>
    public CancellationToken Broken => _broken.Token;

    /// <summary>Finishes files that belong together, and then gives all of them their names.</summary>
    /// <param name="files">Null: not wanted.</param>
    /// <exception cref="MediaException">One of them could not be written; none is published.</exception>
    public static async Task PublishAllAsync(params VideoFile?[] files)
    {
        var all = files.OfType<VideoFile>().ToList();
        all.ForEach(file => file._pipe?.Close());
        foreach (var file in all)
            await file.FinishAsync();
        AtomicFile.CommitAll([.. all.Select(file => file._file.Part)]);
    }

    /// <summary>Writes the next frame. Waits while FFmpeg is behind, so that frames do not pile up.</summary>
    /// <param name="frame">Of even width and height; all of one size.</param>
    /// <param name="isWatermarked">It comes from a file that has the watermark already.</param>
    /// <exception cref="MediaException">
    /// It is of another size, the file cannot be written, or FFmpeg fails or takes too long.
    /// </exception>
    public async Task WriteAsync(Frame frame, bool isWatermarked = false)
    {
        if (_pipe is null)
            Start(frame);
        else if ((frame.Width, frame.Height) != (Info.Width, Info.Height))
            throw new MediaException(
                $"Cannot write {_path}: a frame of {frame.Width} x {frame.Height} follows frames of {Info.Width} x " +
                $"{Info.Height}."
            );
        try
        {
            await _pipe!.SendAsync(isWatermarked ? frame : Watermark?.Draw(frame) ?? frame, _cancel);
        }
        catch (ChannelClosedException)
        {
            await _encoding;    // throws what ended it
            throw;
        }

        Info = Info with { Frames = Info.Frames + 1 };
    }

    /// <summary>Writes what is left; no frame may follow.</summary>
    /// <exception cref="MediaException">
    /// There was no frame, the file cannot be written, or FFmpeg fails or takes too long.
    /// </exception>
    public async Task FinishAsync()
    {
        if (_pipe is null)
            throw new MediaException($"Cannot write {_path}: there is no frame to write.");
        _pipe.Close();
        await _encoding;
    }

    /// <summary>Ends FFmpeg if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        await _file.Stop.CancelAsync();
        await Task.WhenAny(_encoding);      // whatever came of it
        _file.Dispose();
        _broken.Dispose();
    }

    private void Start(Frame first)
    {
        VideoWriter.CheckSize(_path, first.Width, first.Height);
        Info = Info with { Width = first.Width, Height = first.Height };
        _pipe = new FramePipe(Info, _file.Deadline, _file.Stop.Token);
        _encoding = EncodeAsync(_pipe);
    }

    private async Task EncodeAsync(FramePipe pipe)
    {
        try
        {
            bool succeeded = await _encode(FFMpegArguments.FromPipeInput(pipe), _file);
            _file.RequireFile(succeeded && pipe.IsComplete);
        }
        catch
        {
            pipe.Close();
            await _broken.CancelAsync();
            throw;
        }
    }
}
