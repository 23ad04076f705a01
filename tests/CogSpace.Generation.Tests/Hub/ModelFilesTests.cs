using System.Text;
using CogSpace.Generation.Hub;

namespace CogSpace.Generation.Tests.Hub;

public sealed class ModelFilesTests
{
    private static readonly string[] Others =
    [
        "model_index.json", "scheduler/scheduler_config.json", "tokenizer/spiece.model", "text_encoder/config.json",
        "transformer/config.json", "vae/config.json", "transformer/diffusion_pytorch_model.safetensors",
        "vae/diffusion_pytorch_model.safetensors",
    ];

    [Theory]
    [InlineData("model.safetensors", "model.safetensors model.fp16.safetensors model.safetensors.index.fp16.json")]
    [InlineData("model.bf16.safetensors", "model.bf16.safetensors model.fp16.safetensors")]
    [InlineData("part-1.safetensors", "part-1.safetensors model.safetensors.index.json model.fp16.safetensors")]
    [InlineData("part-1.safetensors", "part-1.safetensors model.safetensors.index.fp16.json")]
    public void Weights_AVariant_WhereThereIsNothingElse(string expected, string files)
    {
        var there = files.Split(' ').Select(name => $"text_encoder/{name}").Concat(Others).ToHashSet(StringComparer.Ordinal);
        var small = ModelFiles.Small(there.Contains).ToList();

        Assert.Equal(
            [$"text_encoder/{expected}", .. Others[^2..]], ModelFiles.Weights(there.Contains, _ => Index).ToList());
        Assert.Equal(expected == "part-1.safetensors", small.Exists(name => name.Contains(".index.", StringComparison.Ordinal)));
    }

    [Fact]
    public void Small_NoWeights_NamesTheUsualFile()
    {
        var e = Assert.Throws<CogSpaceException>(() => ModelFiles.Small(Others.Contains).ToList());
        Assert.Equal("text_encoder/model.safetensors is missing.", e.Message);
    }

    [Fact]
    public async Task AnIndexThatLeadsOutside_IsRefused()
    {
        await using var pulling = await Pulling.StartAsync();
        string folder = pulling["published"];
        Sharded.Publish(folder);
        await File.WriteAllTextAsync(
            Path.Combine(folder, "transformer", "diffusion_pytorch_model.safetensors.index.json"),
            """{"weight_map":{"a":"../../../evil"}}""",
            TestContext.Current.CancellationToken
        );
        pulling.Server[Pulling.Id.Name].Publish(folder);

        Assert.Contains(
            "names \"../../../evil\", which is not a file beside it", await pulling.RefusedAsync(), StringComparison.Ordinal);
    }

    private static byte[] Index => Encoding.UTF8.GetBytes("{\"weight_map\":{\"a\":\"part-1.safetensors\"}}");
}
