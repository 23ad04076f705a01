using System.Diagnostics;
using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Pipeline.Weights;
using CogSpace.Weights;
using static TorchSharp.torch;

namespace CogSpace.Benchmarks.Networks;

/// <summary>Times one thing on one device. The weights are random, so the result means nothing and is not looked at.</summary>
internal static class SpeedRunner
{
    private const int Guided = 2;
    private const int SideOnCpu = 4096;
    private const int SideOnGpu = 8192;
    private const float Timestep = 500;

    /// <param name="request">What to time.</param>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public static SpeedResult Run(SpeedRequest request)
    {
        var place = ComputePlace.Choose(new PipelineOptions { Device = request.Device, Type = request.Type });
        using var scope = NewDisposeScope();
        return request.Work switch
        {
            SpeedWork.Product => TimeProduct(request, place),
            SpeedWork.Text => TimeText(request, place),
            SpeedWork.Step => TimeStep(request, place),
            _ => TimeDecode(request, place),
        };
    }

    private static SpeedResult TimeProduct(SpeedRequest request, ComputePlace place)
    {
        long side = place.IsGpu ? SideOnGpu : SideOnCpu;
        using var meter = new PeakMeter(place.DeviceName);
        var (left, right) = (Noise([side, side], place), Noise([side, side], place));
        return Time(request, place, meter, 2.0 * side * side * side, () => nn.functional.linear(left, right));
    }

    private static SpeedResult TimeText(SpeedRequest request, ComputePlace place)
    {
        var config = TextLayers.Config(request.Blocks);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(TextLayers.Of(config));
        using var network = Build(checkpoint, place, weights => new T5Encoder(weights, config));
        var ids = arange(0, TextLayers.Tokens, dtype: ScalarType.Int64, device: place.Device).unsqueeze(0);
        return Time(request, place, meter, TextLayers.Work(config), () => network.Forward(ids));
    }

    private static SpeedResult TimeStep(SpeedRequest request, ComputePlace place)
    {
        var config = TransformerLayers.Config(request.Size, request.Blocks);
        long[] latentShape = [Guided, request.LatentFrames, config.InChannels, request.Height / 8, request.Width / 8];
        long tokens = latentShape[1] * (latentShape[3] / config.PatchSize) * (latentShape[4] / config.PatchSize);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(TransformerLayers.Of(config, tokens));
        using var network = Build(checkpoint, place, weights => new CogVideoXTransformer(weights, config));
        var (latents, text) = (Noise(latentShape, place), Noise([Guided, config.MaxTextSeqLength, config.TextEmbedDim], place));
        var timestep = full([Guided], Timestep, device: place.Device);
        using var rotary = RotaryTable.For(config, latentShape[1], latentShape[3], latentShape[4], place.Device);
        double operations = TransformerLayers.Work(config, tokens, Guided);
        return Time(request, place, meter, operations, () => network.Forward(latents, text, timestep, rotary));
    }

    private static SpeedResult TimeDecode(SpeedRequest request, ComputePlace place)
    {
        var config = DecoderLayers.Config;
        var (height, width) = (request.Height / config.SpatialCompression, request.Width / config.SpatialCompression);
        using var meter = new PeakMeter(place.DeviceName);
        using var checkpoint = RandomWeights.Of(DecoderLayers.Of(config, 1, height, width));
        WeightScope? owner = null;
        var network = Build(checkpoint, place, weights => new VaeDecoder((owner = weights)["decoder"], config));
        using var loaded = owner;
        var latents = Noise([1, config.LatentChannels, request.LatentFrames, height, width], place);
        double operations = DecoderLayers.Work(config, request.LatentFrames, height, width);
        return Time(request, place, meter, operations, () => Last(network.Decode(latents)));
    }

    private static SpeedResult Time(
        SpeedRequest request, ComputePlace place, PeakMeter meter, double operations, Func<Tensor> run)
    {
        var seconds = new List<double>();
        for (int round = request.WarmUp ? 0 : 1; round <= request.Rounds; round++)
        {
            using var scope = NewDisposeScope();
            var clock = Stopwatch.StartNew();
            Finish(run());
            if (round > 0)         // the first one warms up
                seconds.Add(clock.Elapsed.TotalSeconds);
        }

        return new SpeedResult([.. seconds.Order()], operations, meter.Peak, place.TypeName);
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

    private static T Build<T>(Checkpoint checkpoint, ComputePlace place, Func<WeightScope, T> build) =>
        WeightLoader.Build(checkpoint, place.Type, place.Device, build);

    private static Tensor Noise(long[] shape, ComputePlace place) => randn(shape).to(place.Type, place.Device);
}
