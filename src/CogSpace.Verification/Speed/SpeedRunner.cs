using System.Diagnostics;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Pipeline.Weights;

namespace CogSpace.Verification.Speed;

/// <summary>Times one thing on one device. The weights are random, so the result means nothing and is not looked at.</summary>
public static class SpeedRunner
{
    private const int Guided = 2;
    private const int SideOnCpu = 4096;
    private const int SideOnGpu = 8192;
    private const float Timestep = 500;

    /// <param name="request">What to time.</param>
    /// <param name="cancel">Looked at between the parts of a network.</param>
    /// <exception cref="InvalidRequestException">Nothing can be timed like this, or there is no such device.</exception>
    public static SpeedResult Run(SpeedRequest request, CancellationToken cancel = default)
    {
        request.Check();
        var place = ComputePlace.Choose(new PipelineOptions { Device = request.Device, Type = request.Type });
        using var scope = NewDisposeScope();
        return request.Work switch
        {
            SpeedWork.Product => TimeProduct(request, place, cancel),
            SpeedWork.Text => TimeText(request, place, cancel),
            SpeedWork.Step => TimeStep(request, place, cancel),
            _ => TimeDecode(request, place, cancel),
        };
    }

    private static SpeedResult TimeProduct(SpeedRequest request, ComputePlace place, CancellationToken cancel)
    {
        long side = place.IsGpu ? SideOnGpu : SideOnCpu;
        using var meter = new PeakMeter(place.DeviceName);
        var (left, right) = (Noise([side, side], place), Noise([side, side], place));
        return Time(request, place, meter, 2.0 * side * side * side, blocks: 0, () => nn.functional.linear(left, right), cancel);
    }

    private static SpeedResult TimeText(SpeedRequest request, ComputePlace place, CancellationToken cancel)
    {
        var config = TextLayers.Config(request.Blocks);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(TextLayers.Of(config));
        using var network = WeightLoader.Build(checkpoint, place.Type, place.Device, weights => new T5Encoder(weights, config));
        var ids = arange(0, TextLayers.Tokens, dtype: ScalarType.Int64, device: place.Device).unsqueeze(0);
        return Time(request, place, meter, TextLayers.Work(config), config.NumLayers, () => network.Forward(ids, cancel), cancel);
    }

    private static SpeedResult TimeStep(SpeedRequest request, ComputePlace place, CancellationToken cancel)
    {
        var config = TransformerLayers.Config(request.Size, request.Blocks);
        long[] latentShape = [Guided, request.LatentFrames, config.InChannels, request.Height / 8, request.Width / 8];
        long tokens = latentShape[1] * (latentShape[3] / config.PatchSize) * (latentShape[4] / config.PatchSize);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(TransformerLayers.Of(config, tokens));
        using var network = WeightLoader.Build(checkpoint, place.Type, place.Device, weights => new CogVideoXTransformer(weights, config));
        var (latents, text) = (Noise(latentShape, place), Noise([Guided, config.MaxTextSeqLength, config.TextEmbedDim], place));
        var timestep = full([Guided], Timestep, device: place.Device);
        using var rotary = RotaryTable.For(config, latentShape[1], latentShape[3], latentShape[4], place.Device);
        return Time(request, place, meter, TransformerLayers.Work(config, tokens, Guided), config.NumLayers, () => network.Forward(latents, text, timestep, rotary, cancel: cancel), cancel);
    }

    private static SpeedResult TimeDecode(SpeedRequest request, ComputePlace place, CancellationToken cancel)
    {
        var config = DecoderLayers.Config;
        var (height, width) = (request.Height / config.SpatialCompression, request.Width / config.SpatialCompression);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(DecoderLayers.Of(config, 1, height, width));
        using var network = WeightLoader.Build(checkpoint, place.Type, place.Device, weights => new CogVideoXVae(weights, config));
        var latents = Noise([1, config.LatentChannels, request.LatentFrames, height, width], place);
        return Time(request, place, meter, DecoderLayers.Work(config, request.LatentFrames, height, width), blocks: 0, () => Last(network.Decode(latents, cancel: cancel)), cancel);
    }

    private static SpeedResult Time(SpeedRequest request, ComputePlace place, PeakMeter meter, double operations, int blocks, Func<Tensor> run, CancellationToken cancel)
    {
        var seconds = new List<double>();
        for (int round = request.WarmUp ? 0 : 1; round <= request.Rounds; round++)
        {
            cancel.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            Finish(run());
            if (round > 0)         // the first one warms up
                seconds.Add(clock.Elapsed.TotalSeconds);
        }

        return new SpeedResult([.. seconds.Order()], operations, meter.Peak, place.DeviceName, place.TypeName, blocks);
    }

    // A GPU is behind the program: it is done when one of its numbers can be read.
    private static void Finish(Tensor result)
    {
        using var scope = NewDisposeScope();
        _ = result.flatten().narrow(0, 0, 1).cpu();
    }

    // Chunks as a video file takes them: one after the other.
    private static Tensor Last(IEnumerable<Tensor> chunks)
    {
        Tensor? last = null;
        foreach (var chunk in chunks)
        {
            last?.Dispose();
            last = chunk;
        }

        return last!;
    }

    private static Tensor Noise(long[] shape, ComputePlace place) => randn(shape).to(place.Type, place.Device);
}
