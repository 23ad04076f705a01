using CogSpace.Pipeline;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Golden.Tests.Checks;

/// <summary>An image for a text-to-video model: the reference's demo crashes, this program refuses it.</summary>
internal static class ImageWithTextModel
{
    public static void Check(GoldenCase golden)
    {
        string Config(string component) =>
            golden.Path(golden.Parameters.GetProperty("components").GetProperty(component).GetString()!, "config.json");
        var shape = new PipelineShape(TransformerConfig.Read(Config("transformer")), VaeConfig.Read(Config("vae")));
        var call = golden.Parameters.GetProperty("call");
        var request = new ImageToVideo { Prompt = call.GetProperty("prompt").GetString()!, Seed = 0, Image = "image.png" };

        var planning = new Planning(shape, new ModelScheduler(SchedulerKind.Ddim, new SchedulerConfig()));
        var refused = Assert.Throws<InvalidRequestException>(() => planning.Plan(request, video: null, _ => 1));
        Assert.Contains($"takes {shape.Transformer.InChannels} channels", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"takes {2 * shape.Transformer.OutChannels}", refused.Message, StringComparison.Ordinal);
    }
}
