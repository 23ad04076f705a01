using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Conversion;

public sealed class SatConversionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static string Transformer => Path.Combine(Repository.TinyModel, "transformer");

    private static string Vae => Path.Combine(Repository.TinyModel, "vae");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Convert_WholeModel_IsTheModelItCameFrom()
    {
        var notes = SatConversion.Convert(Options() with { Base = Repository.TinyModel });
        Assert.Empty(notes);
        AssertSame(Transformer, _folder["model", "transformer"]);
        AssertSame(Vae, _folder["model", "vae"]);
        Assert.Equal(
            TransformerConfig.Read(Path.Combine(Transformer, "config.json")),
            TransformerConfig.Read(_folder["model", "transformer", "config.json"]));

        var request = new TextToVideo
        {
            Prompt = "a red circle",
            Seed = 1,
            Steps = 2,
            Frames = 1,
            Scheduler = SchedulerKind.Ddim,
        };
        Assert.Equal(await FrameAsync(Repository.TinyModel, request), await FrameAsync(_folder["model"], request));
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("model.")]
    public void Convert_NamesWithAPrefix_IsTheModelItCameFrom(string prefix)
    {
        var options = Options();
        SatCheckpoint.OfTransformer(Transformer).Prefixed(prefix).Write(_folder["transformer.pt"]);
        SatCheckpoint.OfVae(Vae).Prefixed(prefix).Write(_folder["3d-vae.pt"]);
        SatConversion.Convert(options);
        AssertSame(Transformer, _folder["model", "transformer"]);
        AssertSame(Vae, _folder["model", "vae"]);
    }

    [Fact]
    public void Convert_OneNetworkAfterTheOther_FillsTheSameFolder()
    {
        Assert.Contains(
            "lacks vae, text_encoder, tokenizer", Assert.Single(SatConversion.Convert(Options() with { Vae = null })),
            StringComparison.Ordinal);
        Assert.Contains(
            "lacks text_encoder, tokenizer", Assert.Single(SatConversion.Convert(Options() with { Transformer = null })),
            StringComparison.Ordinal);
        AssertSame(Vae, _folder["model", "vae"]);
        var error = Assert.Throws<CogSpaceException>(() => SatConversion.Convert(Options() with { Transformer = null }));
        Assert.Contains("there is a vae in it already", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Convert_ToAnotherType_ConvertsTheTransformerAlone()
    {
        SatConversion.Convert(Options() with { Type = ElementType.F32, ShardBytes = 1_000_000 });
        using var transformer = Checkpoint.Open(_folder["model", "transformer"], "diffusion_pytorch_model");
        Assert.All(transformer.Names, name => Assert.Equal(ElementType.F32, transformer.Find(name)!.Type));
        Assert.True(File.Exists(_folder["model", "transformer", "diffusion_pytorch_model.safetensors.index.json"]));
        AssertSame(Vae, _folder["model", "vae"]);
    }

    [Fact]
    public void Convert_WhatIsNoSuchModel_SaysSoAndLeavesNothing()
    {
        const string Layer = "model.diffusion_model.transformer.layers.0";
        Refused(_ => { }, sat => sat.Add("first_stage_model.x", 1), "does not begin with model.diffusion_model.");
        Refused(
            _ => { }, sat => sat.Add($"{Layer}.attention.gate.weight", 1),
            "has no tensor model.diffusion_model.transformer.layers.0.attention.gate.weight");
        Refused(_ => { }, sat => sat.Add($"{Layer}.attention.query_key_value.bias", 4), "should fall into 3 parts");
        Refused(
            _ => { }, sat => sat.Remove("model.diffusion_model.transformer.layers.1.attention.query_key_value.bias"),
            "transformer_blocks.1.attn1.to_q.bias is missing");
        Refused(
            _ => { }, sat => sat.Remove("model.diffusion_model.mixins.final_layer.linear.weight"),
            "becomes proj_out.weight is missing");
        Refused(
            _ => { }, sat => sat.Add("model.diffusion_model.transformer.layers.9.input_layernorm.weight", 128),
            "layers are missing");
        Refused(
            _ => { }, sat => sat.Add("model.diffusion_model.transformer.layers.99999999999.input_layernorm.weight", 128),
            "has no tensor");
        Refused(
            _ => { }, sat => sat.Add("model.diffusion_model.transformer.layers.\u0663.input_layernorm.weight", 128),
            "has no tensor"); // a three, but not one of ours
        Refused(vae => vae.Add("decoder.up.\u0663.block.0.conv1.weight", 1), _ => { }, "has no tensor");
        Refused(vae => vae.Add("encoder.attention.weight", 1), _ => { }, "has no tensor encoder.attention.weight");
        Refused(vae => vae.Remove("decoder.up.0.block.0.conv1.conv.weight"), _ => { }, "conv1.conv.weight is missing");
        Refused(vae => vae.Remove("encoder.conv_in.conv.weight"), _ => { }, "becomes encoder.conv_in.conv.weight is missing");

        Refused(Options() with { Variant = SatVariant.Find("5b-i2v") }, "it starts from text, so it is not the variant 5b-i2v");
        Refused(Options() with { Variant = SatVariant.Find("1.5-5b") }, "this is a CogVideoX 1.0 model, not the variant 1.5-5b");
        Refused(Options() with { Base = _folder.FullPath }, "there is no text_encoder");
        Refused(Options() with { Transformer = _folder["none.pt"] }, "does not exist");
        Refused(Options() with { Output = _folder["no/such/folder"] }, "there is no folder");
        Refused(Options() with { Output = Options().Transformer! }, "it is a file; give the name of a folder.");
        Assert.Equal(
            "A file of weights needs room for something: choose a larger shard size.",
            Assert.Throws<InvalidRequestException>(() => SatConversion.Convert(Options() with { ShardBytes = 0 })).Message);
        Assert.Contains(
            "nothing to convert",
            Assert
                .Throws<InvalidRequestException>(() =>
                    SatConversion.Convert(Options() with { Transformer = null, Vae = null })
                )
                .Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "2b, 5b, 5b-i2v, 1.5-5b, 1.5-5b-i2v", Assert.Throws<InvalidRequestException>(() => SatVariant.Find("7b")).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Convert_ALora_TakesNumbersAloneAsAlpha(double alpha)
    {
        string lora = Path.Combine(Repository.Root, "tests", "golden", "cases", "lora", "sat_export", "sat_lora.pt");

        var e = Assert.Throws<InvalidRequestException>(
            () => LoraConversion.Convert(lora, _folder["lora.safetensors"], alpha));

        Assert.Equal("An alpha is a number, usually 1.", e.Message);
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Convert_Cancelled_LeavesNothing()
    {
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        var options = Options();
        Assert.Throws<OperationCanceledException>(() => SatConversion.Convert(options, cancel.Token));
        Assert.Equal(["3d-vae.pt", "transformer.pt"], _folder.Names.Order(StringComparer.Ordinal));
    }

    private SatConversionOptions Options()
    {
        var (transformer, vae) = (
            TransformerConfig.Read(Path.Combine(Transformer, "config.json")),
            VaeConfig.Read(Path.Combine(Vae, "config.json")));
        return new SatConversionOptions
        {
            Output = _folder["model"],
            Transformer = SatCheckpoint.OfTransformer(Transformer).Write(_folder["transformer.pt"]),
            Vae = SatCheckpoint.OfVae(Vae).Write(_folder["3d-vae.pt"]),
            Variant = new SatVariant("of the test")
            {
                Rotary = transformer.UseRotaryPositionalEmbeddings,
                SampleFrames = transformer.SampleFrames,
                SampleHeight = transformer.SampleHeight,
                SampleWidth = transformer.SampleWidth,
                MaxTextTokens = transformer.MaxTextSeqLength,
                ScalingFactor = vae.ScalingFactor,
                NormGroups = vae.NormNumGroups,
                SnrShiftScale = ModelFolder.Open(Repository.TinyModel).ReadScheduler().Config.SnrShiftScale,
            },
        };
    }

    private void Refused(Action<SatCheckpoint> vae, Action<SatCheckpoint> transformer, string says)
    {
        var options = Options();
        var (satVae, satTransformer) = (SatCheckpoint.OfVae(Vae), SatCheckpoint.OfTransformer(Transformer));
        vae(satVae);
        transformer(satTransformer);
        satVae.Write(options.Vae!);
        satTransformer.Write(options.Transformer!);
        Refused(options, says);
    }

    private void Refused(SatConversionOptions options, string says)
    {
        var error = Assert.ThrowsAny<CogSpaceException>(() => SatConversion.Convert(options));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Equal(["3d-vae.pt", "transformer.pt"], _folder.Names.Order(StringComparer.Ordinal));
    }

    private static void AssertSame(string expected, string actual)
    {
        using var before = Checkpoint.Open(expected, "diffusion_pytorch_model");
        using var after = Checkpoint.Open(actual, "diffusion_pytorch_model");
        Assert.Equal(before.Names.Order(StringComparer.Ordinal), after.Names.Order(StringComparer.Ordinal));
        foreach (string name in before.Names)
        {
            Assert.Equal(before.Find(name)!.ToString(), after.Find(name)!.ToString());
            var (wanted, got) = (new byte[before.Find(name)!.Length], new byte[before.Find(name)!.Length]);
            before.CopyTo(name, wanted);
            after.CopyTo(name, got);
            Assert.Equal(wanted, got);
        }
    }

    private static async Task<byte[]> FrameAsync(string model, GenerationRequest request)
    {
        using var pipeline = Model.Open(model).Load(new PipelineOptions { Device = "cpu" });
        var pixels = new List<byte>();
        await foreach (var frame in pipeline.GenerateAsync(Model.Open(model).Plan(request)))
            pixels.AddRange(frame.Pixels.ToArray());
        return [.. pixels];
    }
}
