using CogSpace.Pipeline;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;

namespace CogSpace.Verification.Checks;

/// <summary>An image given to a model for text to video: the reference's demo fails on it, here it is refused by a sentence.</summary>
internal static class ImageWithTextModel
{
    public static void Check(GoldenCase golden)
    {
        string Config(string component) =>
            golden.Path(golden.Parameters.GetProperty("components").GetProperty(component).GetString()!, "config.json");
        var shape = new PipelineShape(TransformerConfig.Read(Config("transformer")), VaeConfig.Read(Config("vae")));
        var call = golden.Parameters.GetProperty("call");
        var request = new ImageToVideo { Prompt = call.GetProperty("prompt").GetString()!, Seed = 0, Image = "image.png" };

        var refused = Assert.Throws<InvalidRequestException>(() =>
            new Planning(shape, new ModelScheduler(SchedulerKind.Ddim, new SchedulerConfig())).Plan(request, video: null, _ => 1));
        Assert.Contains($"takes {shape.Transformer.InChannels} channels", refused.Message, StringComparison.Ordinal);
        Assert.Contains($"takes {2 * shape.Transformer.OutChannels}", refused.Message, StringComparison.Ordinal);
    }
}
