using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Pipeline;

/// <summary>The sizes of a model's networks together: what they can make.</summary>
internal sealed record PipelineShape(TransformerConfig Transformer, VaeConfig Vae)
{
    private const int MaxFrames = 1025;
    private const int MaxSide = 4096;

    // 1.5 was published with the largest grid that it may be asked for in the place of a size: 300 x 300. What it was trained
    // on is this.
    private const int UnknownSide = 300;
    private static readonly (int Width, int Height) UsualSize15 = (1360, 768);

    // 1.5 was trained on five and on ten seconds.
    private const int MostFrames15 = 161;
    private static readonly int[] Seconds = [1, 2, 3, 4, 5, 6, 8, 10];

    /// <summary>What the transformer's channels say that it makes a video from: an image comes beside the latents.</summary>
    public ModelTask Task => Transformer.InChannels == Transformer.OutChannels ? ModelTask.TextToVideo : ModelTask.ImageToVideo;

    /// <summary>The rate of the videos that the model was trained on: 8 for CogVideoX 1.0, 16 for 1.5.</summary>
    public double FramesPerSecond => Transformer.PatchSizeT is null ? 8 : 16;

    /// <summary>Frames for each latent frame, but for the first.</summary>
    public int FrameStride => (int)Vae.TemporalCompressionRatio;

    /// <summary>Width and height in pixels of the videos that the model was trained on.</summary>
    public (int Width, int Height) UsualSize =>
        Transformer is { PatchSizeT: not null, SampleWidth: UnknownSide, SampleHeight: UnknownSide }
            ? UsualSize15
            : (Transformer.SampleWidth * Vae.SpatialCompression, Transformer.SampleHeight * Vae.SpatialCompression);

    /// <summary>What is worth offering: upright and square pictures, and lengths in whole seconds.</summary>
    public VideoShapes Offered
    {
        get
        {
            var (width, height) = UsualSize;
            int side = Math.Min(width, height);
            (int Width, int Height)[] sizes = Transformer.UseLearnedPositionalEmbeddings
                ? [UsualSize]
                : [UsualSize, (height, width), (side, side)];
            int usual = Transformer.SampleFrames;
            int most = Transformer.PatchSizeT is null ? usual : Math.Max(usual, MostFrames15);
            var lengths = Seconds
                .Select(seconds => ((int)(seconds * FramesPerSecond / FrameStride) * FrameStride) + 1)
                .Where(frames => frames <= most);
            return new VideoShapes([.. sizes.Distinct()], [.. lengths.Prepend(usual).Distinct()], FramesPerSecond);
        }
    }

    private int SizeStride => Vae.SpatialCompression * Transformer.PatchSize;

    /// <exception cref="ModelLoadException">The networks do not fit each other.</exception>
    public void Check(string folder)
    {
        if (Transformer.OutChannels != Vae.LatentChannels)
            throw new ModelLoadException(
                folder,
                $"the transformer makes latents of {Transformer.OutChannels} channels but the autoencoder takes " +
                $"{Vae.LatentChannels}."
            );
        if (Transformer.InChannels != Transformer.OutChannels && Transformer.InChannels != 2 * Transformer.OutChannels)
            throw new ModelLoadException(
                folder,
                $"its transformer takes {Transformer.InChannels} channels and makes {Transformer.OutChannels}; a model " +
                "for text to video takes as many as it makes, one for images to video twice as many."
            );
    }

    /// <summary>
    /// Latent frames in front of those of the video, which only fill the first patch; they are dropped before decoding.
    /// </summary>
    public int FrontFrames(GenerationPlan plan) => plan.LatentFrames % Transformer.FramesPerPatch;

    /// <summary>The latents of the video alone.</summary>
    /// <param name="latents">(B, F, C, H, W), as they were denoised.</param>
    /// <param name="plan">What is made.</param>
    /// <returns>(B, F', C, H, W); the caller disposes it.</returns>
    public Tensor DropFront(Tensor latents, GenerationPlan plan) =>
        latents.narrow(1, FrontFrames(plan), latents.shape[1] - FrontFrames(plan)).DetachFromDisposeScope();

    /// <summary>
    /// The latents that are denoised, (1, F, C, H, W): those of the video and the <see cref="FrontFrames"/> before them.
    /// </summary>
    public long[] LatentShape(GenerationPlan plan) =>
        [
            1,
            FrontFrames(plan) + plan.LatentFrames,
            Vae.LatentChannels,
            plan.Height / Vae.SpatialCompression,
            plan.Width / Vae.SpatialCompression,
        ];

    /// <summary>(F, C, H, W) of the latents of a video, as it is encoded.</summary>
    public long[] LatentSize(VideoInfo video) =>
        [
            FrameCounts.Encoded(video.Frames, Vae),
            Vae.LatentChannels,
            video.Height / Vae.SpatialCompression,
            video.Width / Vae.SpatialCompression,
        ];

    /// <summary>Whether pictures of a size in pixels are large enough for the autoencoder to cut them into tiles.</summary>
    public bool CanTile(int width, int height) =>
        VaeTiling.Matching(Vae).Applies(height / Vae.SpatialCompression, width / Vae.SpatialCompression, Vae);

    /// <exception cref="InvalidRequestException">The model makes no videos of that many frames.</exception>
    public void CheckFrames(int frames)
    {
        if (frames < 1 || frames > MaxFrames)
            throw new InvalidRequestException($"{frames} frames are not possible: choose 1 to {MaxFrames}.")
            {
                Setting = nameof(GenerationRequest.Frames),
            };
        if ((frames - 1) % FrameStride != 0)
        {
            int below = frames - ((frames - 1) % FrameStride);
            throw new InvalidRequestException(
                $"{frames} frames are not possible: the model makes {FrameStride}k + 1, so take {below} or " +
                $"{below + FrameStride}.")
            {
                Setting = nameof(GenerationRequest.Frames),
            };
        }
    }

    /// <exception cref="InvalidRequestException">The model makes no videos of that size.</exception>
    public void CheckSize(int width, int height)
    {
        foreach (var (name, value) in new[] { ("width", width), ("height", height) })
        {
            if (value < SizeStride || value > MaxSide || value % SizeStride != 0)
                throw new InvalidRequestException(
                    $"A {name} of {value} pixels is not possible: choose a multiple of {SizeStride} up to {MaxSide}.")
                {
                    Setting = nameof(GenerationRequest.Width),
                };
        }

        if (Transformer.UseLearnedPositionalEmbeddings && (width, height) != UsualSize)
            throw new InvalidRequestException(
                $"{width} x {height} pixels are not possible: this model has learned its positions for " +
                $"{UsualSize.Width} x {UsualSize.Height} only.")
            {
                Setting = nameof(GenerationRequest.Width),
            };
    }
}
