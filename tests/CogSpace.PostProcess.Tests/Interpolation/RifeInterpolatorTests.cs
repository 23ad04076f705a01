using CogSpace.PostProcess.Interpolation;
using CogSpace.PostProcess.Tests.Media;
using CogSpace.PostProcess.Tests.Networks;

namespace CogSpace.PostProcess.Tests.Interpolation;

public sealed class RifeInterpolatorTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _cache = new();

    public void Dispose() => _cache.Dispose();

    [Theory]
    [InlineData(2, 1, 1)]
    [InlineData(2, 2, 3)]
    [InlineData(2, 5, 9)]
    [InlineData(4, 1, 1)]
    [InlineData(4, 3, 9)]
    public void Filter_NFrames_MakesFactorTimesNMinusOnePlusOne(int factor, int count, int expected)
    {
        var interpolator = Interpolator(factor);
        var source = Scenes.Info(count);

        var frames = interpolator.Filter(Scenes.Clip(count), source, progress: null, Cancel);

        Assert.Equal(expected, frames.Count);
        Assert.Equal(source with { Frames = expected, FramesPerSecond = 8 * factor }, interpolator.Describe(source));
        for (int i = 0; i < count; i++)
            Assert.Equal(Scenes.At(i).Pixels, frames[i * factor].Pixels);      // the frames themselves are not touched
        Assert.Equal(
            Enumerable.Range(0, expected).Select(i => i / (8.0 * factor)), frames.Select(frame => frame.Time.TotalSeconds));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Filter_OnMotion_BeatsRepetitionAndBlending(int factor)
    {
        const int Count = 3;
        var frames = Interpolator(factor).Filter(Scenes.Clip(Count), Scenes.Info(Count), progress: null, Cancel);

        double drawn = 0, repeated = 0, blended = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            if (i % factor == 0)
                continue;
            double moment = (double)i / factor;
            var truth = Scenes.At(moment);
            drawn += Scenes.Psnr(truth, frames[i]);
            repeated += Scenes.Psnr(truth, Scenes.At(Math.Floor(moment)));
            blended += Scenes.Psnr(truth, Blend(Scenes.At(Math.Floor(moment)), Scenes.At(Math.Ceiling(moment)), moment % 1));
        }

        int between = (Count - 1) * (factor - 1);
        Assert.True(
            drawn / between > (Math.Max(blended, repeated) / between) + 3,
            $"drawn {drawn / between:0.0} dB, blended {blended / between:0.0}, repeated {repeated / between:0.0}");
    }

    [Fact]
    public void Filter_SameFrames_AreHeld()
    {
        var still = Scenes.At(0);
        var frames = Interpolator(4).Filter(
            Enumerable.Range(0, 3).Select(i => still.At(TimeSpan.FromSeconds(i / 8.0))), Scenes.Info(3), progress: null, Cancel);

        Assert.Equal(9, frames.Count);
        Assert.All(frames, frame => Assert.True(still.Pixels.Equals(frame.Pixels), "the pixels were copied"));
        Assert.Equal(Enumerable.Range(0, 9).Select(i => i / 32.0), frames.Select(frame => frame.Time.TotalSeconds));
    }

    [Fact]
    public void Filter_SceneCut_IsHeldAndNotBlended()
    {
        Frame before = Noise(1),
            after = Noise(2);
        var frames = Interpolator(4).Filter([before, after], Scenes.Info(2), progress: null, Cancel);

        Assert.Equal(
            [before.Pixels, before.Pixels, before.Pixels, before.Pixels, after.Pixels], frames.Select(frame => frame.Pixels));
    }

    /// <summary>A screen recording in which a pointer of 16 x 24 pixels moves: no frame in between is a copy.</summary>
    [Fact]
    public async Task Filter_SmallPointerOnAScreen_IsDrawn()
    {
        const int Width = 1280, Height = 720, Count = 3;
        var source = await EncodedFrames.ReadAsync(FieldFiles.Path("screen60.mp4"), Count, Width, Height, Cancel);

        var frames = Interpolator(2).Filter(source, Scenes.Info(Count, Width, Height), progress: null, Cancel);

        Assert.Equal((2 * Count) - 1, frames.Count);
        for (int i = 1; i < frames.Count; i += 2)
        {
            Assert.False(frames[i].Pixels.Span.SequenceEqual(frames[i - 1].Pixels.Span), $"frame {i} is a copy");
            Assert.False(frames[i].Pixels.Span.SequenceEqual(frames[i + 1].Pixels.Span), $"frame {i} is a copy");
        }
    }

    [Fact]
    public void Filter_ReferenceRule_HoldsSmallThingsThatMove()
    {
        Frame[] source = [Speck(40), Speck(44).At(TimeSpan.FromSeconds(1 / 8.0))];
        var info = Scenes.Info(2, source[0].Width, source[0].Height);
        var byReference = new RifeInterpolator(TinyNetworks.Interpolation, 2, TinyNetworks.Options(_cache))
        {
            Rule = ChangeRule.Reference,
        };

        Assert.Equal(source[0].Pixels, byReference.Filter(source, info, progress: null, Cancel)[1].Pixels);
        Assert.False(
            source[0].Pixels.Span.SequenceEqual(
                Interpolator(2).Filter(source, info, progress: null, Cancel)[1].Pixels.Span));
    }

    /// <summary>A flash of one frame lasts as long as before, and nothing before or after is brighter for it.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Filter_Flash_LastsOneFrameAndDoesNotSmear(int factor)
    {
        Frame before = Scenes.At(0), flash = Clip.Flat(255, 255, 255), after = Scenes.At(1);
        Frame[] source = [before, flash, after];
        var frames = Interpolator(factor).Filter(
            source.Select((frame, i) => frame.At(TimeSpan.FromSeconds(i / 8.0))), Scenes.Info(3), progress: null, Cancel);

        Assert.Equal(
            [.. Enumerable.Repeat(before.Pixels, factor), .. Enumerable.Repeat(flash.Pixels, factor), after.Pixels],
            frames.Select(frame => frame.Pixels));
    }

    [Fact]
    public void Filter_FadeOfTwelveFrames_IsDrawn()
    {
        const int Count = 13;
        var (picture, black) = (Scenes.At(0), Clip.Flat(0, 0, 0));
        var source = Enumerable.Range(0, Count).Select(i => Blend(picture, black, i / (Count - 1.0)));
        var frames = Interpolator(2).Filter(source, Scenes.Info(Count), progress: null, Cancel);

        double[] brightness = [.. frames.Select(frame => frame.Pixels.ToArray().Average(value => (double)value))];
        Assert.All(
            brightness.Zip(brightness.Skip(1)), pair => Assert.True(pair.Second < pair.First - 3, $"{pair}: a frame was held"));
    }

    /// <summary>The reference squeezes the padding of such sizes into the picture.</summary>
    [Theory]
    [InlineData(90, 62)]
    [InlineData(33, 47)]
    [InlineData(5, 3)]
    public void Filter_SizesThatArePadded_AreCutAgain(int width, int height)
    {
        Frame first = Cut(Scenes.At(0, speed: 2), width, height),
            second = Cut(Scenes.At(1, speed: 2), width, height);
        var frames = Interpolator(2).Filter([first, second], Scenes.Info(2, width, height), progress: null, Cancel);

        Assert.Equal([(width, height), (width, height), (width, height)], frames.Select(frame => (frame.Width, frame.Height)));
        Assert.True(Scenes.Psnr(Cut(Scenes.At(0.5, speed: 2), width, height), frames[1]) > 25);
    }

    [Fact]
    public void Push_FramesOfTwoSizes_AreRefused()
    {
        var e = Assert.Throws<MediaException>(() =>
            Interpolator(2).Filter(
                [Clip.Flat(1, 2, 3), Clip.Flat(1, 2, 3, width: 90)], Scenes.Info(2), progress: null, Cancel)
        );

        Assert.Equal("Frame 2 has 90 x 64 pixels, and the video 96 x 64: all frames must be of one size.", e.Message);
    }

    [Fact]
    public void Push_GivesFramesAsSoonAsTheyAreFinished()
    {
        using var filter = Interpolator(2).Open(Scenes.Info(100));

        Assert.Empty(filter.Push(Scenes.At(0), Cancel));
        Assert.Equal(2, filter.Push(Scenes.At(1), Cancel).Count);
        Assert.Equal(2, filter.Push(Scenes.At(2), Cancel).Count);
        Assert.Single(filter.Flush(Cancel));
    }

    [Fact]
    public async Task Push_Cancelled_Ends()
    {
        using var stop = new CancellationTokenSource();
        using var filter = Interpolator(2).Open(Scenes.Info(50));
        filter.Push(Scenes.At(0), stop.Token);
        await stop.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => filter.Push(Scenes.At(1), stop.Token));
    }

    [Fact]
    public void Filter_TellsEveryPair()
    {
        var told = new List<GenerationProgress>();
        Interpolator(2).Filter(Scenes.Clip(3), Scenes.Info(3), new Listener(told), Cancel);

        Assert.Equal([0, 1, 2], told.Select(progress => progress.Step));
        Assert.All(told, progress => Assert.Equal((GenerationStage.Interpolating, 2), (progress.Stage, progress.Of)));
        Assert.Equal(0, told[^1].SecondsLeft);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    public void OtherFactors_AreRefused(int factor)
    {
        var e = Assert.Throws<InvalidRequestException>(() => Interpolator(factor));
        Assert.Equal($"A frame rate {factor} times as high is not possible: choose 2 or 4.", e.Message);
    }

    [Fact]
    public void WeightsOfUpscaling_AreRefused()
    {
        var e = Assert.Throws<ModelLoadException>(() =>
            new RifeInterpolator(TinyNetworks.Upscaling, 2, TinyNetworks.Options(_cache))
        );
        Assert.Contains("which draws no frames between frames; choose weights of RIFE", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UntilTheSecondFrame_OpensNothing()
    {
        using (var filter = Interpolator(2).Open(Scenes.Info(2)))
            filter.Push(Scenes.At(0), Cancel);

        Assert.Empty(_cache.Names);
    }

    private RifeInterpolator Interpolator(int factor) => new(TinyNetworks.Interpolation, factor, TinyNetworks.Options(_cache));

    // A bright speck of 3 x 2 pixels on gray.
    private static Frame Speck(int x)
    {
        const int Width = 480, Height = 320, Size = 4;
        byte[] pixels = [.. Enumerable.Repeat((byte)90, Width * Height * Frame.Channels)];
        for (int y = 40; y < 40 + Size; y++)
            pixels.AsSpan(((y * Width) + x) * Frame.Channels, Size * Frame.Channels).Fill(150);
        return new Frame(Width, Height, pixels);
    }

    private static Frame Blend(Frame first, Frame second, double share) => new(first.Width, first.Height,
        [.. first.Pixels.ToArray().Zip(second.Pixels.ToArray(), (a, b) => (byte)Math.Round(a + ((b - a) * share)))]);

    private static Frame Noise(int seed)
    {
        var pixels = new byte[DrawnScene.Width * DrawnScene.Height * Frame.Channels];
        new Random(seed).NextBytes(pixels);
        return new Frame(DrawnScene.Width, DrawnScene.Height, pixels);
    }

    private static Frame Cut(Frame frame, int width, int height) =>
        new(
            width,
            height,
            [
                .. Enumerable
                    .Range(0, height)
                    .SelectMany(y =>
                        frame
                            .Pixels.Slice(
                                (((y + 20) % frame.Height * frame.Width) + Math.Min(20, frame.Width - width))
                                    * Frame.Channels,
                                width * Frame.Channels
                            )
                            .ToArray()
                    ),
            ]
        );

    private sealed class Listener(List<GenerationProgress> told) : IProgress<GenerationProgress>
    {
        public void Report(GenerationProgress value) => told.Add(value);
    }
}
