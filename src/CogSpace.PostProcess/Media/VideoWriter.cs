using System.ComponentModel;
using FFMpegCore;
using FFMpegCore.Arguments;
using FFMpegCore.Enums;
using FFMpegCore.Exceptions;
using Instances.Exceptions;

namespace CogSpace.PostProcess.Media;

/// <summary>Writes frames to an MP4 that every browser plays: H.264, yuv420p, BT.709, constant frame rate, index first.</summary>
public sealed class VideoWriter(EncodingOptions options)
{
    private const double MostFramesPerSecond = 1000;

    /// <summary>The file appears under its name when it is complete; until then, and after any failure, what was there stays there.</summary>
    /// <param name="frames">All of one even width and height. Each is written before the next is asked for.</param>
    /// <param name="framesPerSecond">Above 0, at most 1000.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancellationToken">Ends the encoding and is handed to <paramref name="frames"/>.</param>
    /// <exception cref="MediaException">The frames do not make a video, the file cannot be written, or FFmpeg is missing, fails or takes too long.</exception>
    /// <remarks>An exception of <paramref name="frames"/> comes through as it is.</remarks>
    public Task WriteAsync(IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, CancellationToken cancellationToken = default) =>
        WriteAsync(frames, framesPerSecond, path, tags: null, cancellationToken);

    /// <summary>As the other, with tags in the file.</summary>
    /// <inheritdoc cref="WriteAsync(IAsyncEnumerable{Frame}, double, string, CancellationToken)"/>
    public async Task WriteAsync(IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, VideoTags? tags, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (framesPerSecond is not (> 0 and <= MostFramesPerSecond)) // not a number is neither
            throw new ArgumentOutOfRangeException(nameof(framesPerSecond), framesPerSecond, $"A video has more than 0 and at most {MostFramesPerSecond} frames per second.");
        await EncodeAsync(frames, framesPerSecond, path, tags, output => DescribeVideo(output, framesPerSecond), cancellationToken);
    }

    /// <summary>Writes one frame as a JPEG: what a player shows before it plays.</summary>
    /// <param name="frame">Of even width and height.</param>
    /// <param name="path">An existing file is replaced; the folder must exist.</param>
    /// <param name="cancellationToken">Ends the encoding.</param>
    /// <exception cref="MediaException">The file cannot be written, or FFmpeg is missing, fails or takes too long.</exception>
    public Task WritePosterAsync(Frame frame, string path, CancellationToken cancellationToken = default) =>
        EncodeAsync(new[] { frame }.ToAsyncEnumerable(), framesPerSecond: 1, path, tags: null, DescribePoster, cancellationToken);

    private async Task EncodeAsync(
        IAsyncEnumerable<Frame> frames, double framesPerSecond, string path, VideoTags? tags, Action<FFMpegArgumentOptions> describe, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();

        string program = FfmpegProgram.FindFolder(
            FfmpegProgram.Ffmpeg, options.FfmpegFolder, $"{EncodingOptions.Section}:{nameof(EncodingOptions.FfmpegFolder)}", $"Cannot write {path}");
        using var part = PartFile.Create(path);
        using var tagFile = tags is null ? null : new TagFile(part.Folder, part.NameOfTags, tags, path);
        using var deadline = new Deadline(options.Timeout);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        await using var source = new RawFrameSource(frames, framesPerSecond, path, deadline, stop);
        await source.ReadFirstAsync();

        var log = new FfmpegLog();
        bool succeeded = await RunAsync();

        source.Failure?.Throw();
        cancellationToken.ThrowIfCancellationRequested();
        if (deadline.Token.IsCancellationRequested)
            throw new MediaException($"Cannot write {path}: FFmpeg needed more than {options.Timeout.TotalSeconds:0.#} seconds.{log.Quote}");
        if (log.SaysDiskIsFull)
            throw new MediaException($"Cannot write {path}: the disk is full.{log.Quote}");
        if (!succeeded || !source.IsComplete || part.IsEmpty)
            throw new MediaException($"Cannot write {path}: FFmpeg failed.{log.Quote}");

        part.Publish();

        async Task<bool> RunAsync()
        {
            deadline.Resume();
            try
            {
                return await FFMpegArguments
                    .FromPipeInput(source)
                    .WithGlobalOptions(global => global.WithVerbosityLevel(VerbosityLevel.Error))
                    .OutputToFile(part.Name, overwrite: true, output =>
                    {
                        if (tagFile is not null)
                            output.WithCustomArgument($"-f ffmetadata -i {tagFile.Name} -map 0:v -map_metadata 1");
                        describe(output);
                    })
                    .NotifyOnError(log.Add)
                    .CancellableThrough(stop.Token)
                    .ProcessAsynchronously(throwOnError: false, new FFOptions { BinaryFolder = program, WorkingDirectory = part.Folder });
            }
            catch (Exception e) when (e is FFMpegException or InstanceException or Win32Exception)
            {
                throw new MediaException($"Cannot write {path}: the ffmpeg program in {program} does not start ({e.Message}).", e);
            }
            finally
            {
                deadline.Pause();
            }
        }
    }

    private void DescribeVideo(FFMpegArgumentOptions output, double framesPerSecond) => output
        .WithVideoCodec("libx264")
        .WithSpeedPreset(Enum.Parse<Speed>(options.Preset, ignoreCase: true))
        .WithConstantRateFactor(options.Crf)
        .WithCustomArgument("-vf scale=out_color_matrix=bt709:out_range=tv:flags=accurate_rnd+full_chroma_int") // left alone it converts by BT.601
        .ForcePixelFormat("yuv420p")
        .WithCustomArgument("-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv")
        .WithFramerate(framesPerSecond)
        .WithFastStart()
        .ForceFormat("mp4");

    private static void DescribePoster(FFMpegArgumentOptions output) => output
        .WithVideoCodec("mjpeg")
        .WithCustomArgument("-qscale:v 3 -vf scale=out_range=pc:flags=accurate_rnd+full_chroma_int")
        .ForcePixelFormat("yuvj420p")
        .ForceFormat("mjpeg");
}
