using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Weights.Loras;

/// <summary>LoRAs as people bring them: names and configs of other programs.</summary>
public sealed class LoraFieldTests : IDisposable
{
    private const string Layer = "transformer_blocks.0.attn1.to_q";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("kohya.safetensors")]
    [InlineData("comfy.safetensors")]
    [InlineData("pat_regex.safetensors")]
    [InlineData("peftdir")]
    [InlineData("peftdir/adapter_model.safetensors")]
    public void FieldFile_ChangesTheLayersOfTheModel(string file)
    {
        var model = Model.Open(Repository.TinyModel);
        var lora = new LoraFile(FieldFiles.Path(file.Split('/')));
        var plan = model.Plan(new TextToVideo { Prompt = "a circle", Seed = 1, Loras = [lora] });

        Assert.Empty(plan.Notes);
        Assert.Equal(
            Modules(FieldFiles.Path("pat_ref.safetensors")).Select(module => module.Layer),
            Modules(lora.Path).Select(module => module.Layer));
    }

    [Fact]
    public void Patterns_AreWhatTheirAlphasAre()
    {
        var reference = Modules(FieldFiles.Path("pat_ref.safetensors"));
        Assert.Equal([1, 2], reference.Select(module => module.Factor).Distinct().Order());
        Assert.Equal(
            reference.Select(module => (module.Layer, module.Factor)),
            Modules(FieldFiles.Path("pat_regex.safetensors")).Select(module => (module.Layer, module.Factor)));
    }

    [Fact]
    public void FolderAndFileInIt_CountByTheConfig() =>
        Assert.All(
            [.. Modules(FieldFiles.Path("peftdir")), .. Modules(FieldFiles.Path("peftdir", "adapter_model.safetensors"))],
            module => Assert.Equal(0.25, module.Factor));

    [Theory]
    [InlineData("""{"lora_alpha": 8}""", 4)]
    [InlineData("""{"lora_alpha": 8, "use_rslora": true}""", 5.656854249492381)]
    [InlineData("""{"lora_alpha": 8, "alpha_pattern": {"attn1.to_(q|k)": 2}}""", 1)]
    [InlineData("""{"lora_alpha": 8, "alpha_pattern": {"to_k": 2}, "rank_pattern": {"to_q": 2}, "r": 16}""", 4)]
    [InlineData("""{"peft_type": "LORA", "modules_to_save": null, "modules_to_save ": ["x"]}""", 1)]
    [InlineData("""{"modules_to_save": []}""", 1)]
    public void Config_BesideTheFile_Counts(string config, double factor)
    {
        Write("adapter_model.safetensors");
        File.WriteAllText(_folder["adapter_config.json"], config);

        Assert.Equal(factor, Assert.Single(Modules(_folder.FullPath)).Factor, 1e-12);
    }

    [Fact]
    public void Config_IsOfTheFileWithPeftsNameOrOfTheOnlyOne()
    {
        Write("mine.safetensors");
        File.WriteAllText(_folder["adapter_config.json"], """{"lora_alpha": 8}""");
        Assert.Equal(4, Assert.Single(Modules(_folder["mine.safetensors"])).Factor);

        Write("another.safetensors");
        Assert.Equal(1, Assert.Single(Modules(_folder["mine.safetensors"])).Factor);
        Assert.Contains(
            "name one of the files in it", Assert.Throws<ModelLoadException>(() => Modules(_folder.FullPath)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void AlphaTensorsAndHeader_ComeBeforeTheConfig()
    {
        Write("adapter_model.safetensors", header: """{"lora_alpha": 6}""");
        File.WriteAllText(_folder["adapter_config.json"], """{"lora_alpha": 8}""");

        Assert.Equal(3, Assert.Single(Modules(_folder.FullPath)).Factor);
    }

    [Theory]
    [InlineData("""{"use_dora": true}""", "it says that this is a DoRA")]
    [InlineData("""{"peft_type": "LOHA"}""", "it says that this is a LOHA")]
    [InlineData(
        """{"modules_to_save": ["proj_out"]}""",
        "it says that whole layers are replaced (modules_to_save: proj_out); only LoRAs are supported.")]
    [InlineData("""{"alpha_pattern": {"(": 1}}""", "it has the pattern ( in alpha_pattern, which is not a regular expression")]
    [InlineData("""{"lora_alpha": "8"}""", "it gives lora_alpha as 8, which is not a number")]
    [InlineData("[1]", "it cannot be read")]
    [InlineData("{", "it cannot be read")]
    public void Config_OfWhatIsNotSupported_SaysSo(string config, string says)
    {
        Write("adapter_model.safetensors");
        File.WriteAllText(_folder["adapter_config.json"], config);
        var e = Assert.Throws<ModelLoadException>(() => Modules(_folder.FullPath));

        Assert.Contains(_folder["adapter_config.json"], e.Message, StringComparison.Ordinal);
        Assert.Contains(says, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_Huge_IsRefusedUnread()
    {
        Write("adapter_model.safetensors");
        using (var file = File.Create(_folder["adapter_config.json"]))
            file.SetLength(100_000_000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        var e = Assert.Throws<ModelLoadException>(() => Modules(_folder.FullPath));

        Assert.Contains("it has 100000000 bytes", e.Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Fact]
    public void PatternThatMatchesNothing_IsSaid()
    {
        Write("adapter_model.safetensors", width: 128);
        File.WriteAllText(_folder["adapter_config.json"], """{"alpha_pattern": {"to_q": 2, "to_v": 3}}""");
        var plan = Model.Open(Repository.TinyModel)
            .Plan(new TextToVideo { Prompt = "a circle", Seed = 1, Loras = [new LoraFile(_folder.FullPath)] });

        Assert.Contains(
            "the alpha pattern to_v matches none of the layers", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lora_unet_down_blocks_0_attn1_to_q.lora_down.weight", "kohya's")]
    [InlineData("diffusion_model.blocks.0.attn.q.lora_down.weight", "ComfyUI's")]
    [InlineData("base_model.model.layers.0.q_proj.lora_down.weight", "PEFT's")]
    [InlineData("transformer.single_blocks.0.q.lora_down.weight", "diffusers'")]
    public void LoraThatMatchesNothing_SaysWhatItsNamesAreAndWhatTheModelHas(string down, string style)
    {
        Write("x.safetensors", down);
        using var adapter = LoraAdapter.Open(_folder["x.safetensors"]);
        string says = Assert.Throws<ModelLoadException>(() => adapter.RefuseMisfits(_ => null)).Message;

        Assert.Contains($"Its names are {style} ({down})", says, StringComparison.Ordinal);
        Assert.Contains("layers such as transformer_blocks.0.attn1.to_q", says, StringComparison.Ordinal);
    }

    private static IReadOnlyList<LoraModule> Modules(string path)
    {
        using var adapter = LoraAdapter.Open(path);
        return adapter.Modules;
    }

    // Of rank 2.
    private void Write(
        string file, string down = $"base_model.model.{Layer}.lora_down.weight", string? header = null, int width = 3) =>
        SafetensorsWriter.Write(
            _folder[file],
            [
                (down, ElementType.F32, [2, width], Bits.OfRandom(1, 2L * width)),
                (
                    down.Replace("lora_down", "lora_up", StringComparison.Ordinal), ElementType.F32, [width, 2],
                    Bits.OfRandom(2, 2L * width)),
            ],
            header is null ? null : new Dictionary<string, string> { ["lora_adapter_metadata"] = header });
}
