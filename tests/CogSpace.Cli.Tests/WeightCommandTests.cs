using CogSpace.Weights;

namespace CogSpace.Cli.Tests;

/// <summary>cogspace convert, cogspace inspect, and LoRAs on the command line.</summary>
public sealed class WeightCommandTests : IDisposable
{
    private const string Prompt = "a red circle moves up on a white background";

    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task ConvertSafetensors_WritesTheTensors()
    {
        var run = await CliRun.StartAsync(
            "convert", "safetensors", Path.Combine(Golden, "models", "esrgan", "srvgg_params.pth"), "--output",
            _folder["out.safetensors"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Output));
        using var file = SafetensorsFile.Open(_folder["out.safetensors"]);
        Assert.Equal(17, file.Tensors.Count);
    }

    [Fact]
    public async Task ConvertLora_ThenInspect_ShowsWhatWasWritten()
    {
        string output = _folder["style.safetensors"];
        var run = await CliRun.StartAsync(
            "convert", "lora", Path.Combine(Golden, "cases", "lora", "sat_export", "sat_lora.pt"), "--alpha", "1", "--output",
            output);
        Assert.Equal(0, run.ExitCode);
        run = await CliRun.StartAsync("inspect", output);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("16 tensors, 2,048 numbers, 8.19 kB", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "F32 (4, 32)      512 B  transformer.transformer_blocks.0.attn1.to_k.lora_A.weight", run.Output,
            StringComparison.Ordinal);
        Assert.Contains("\"transformer.lora_alpha\":1", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ConvertSat_WritesShardsAndSaysWhatIsMissing()
    {
        var run = await CliRun.StartAsync(
            "convert", "sat", "--transformer",
            Path.Combine(Golden, "cases", "sat", "transformer_2b", "mp_rank_00_model_states.pt"), "--variant", "2b",
            "--dtype", "bfloat16", "--shard-size", "10kB", "--output", _folder["model"]);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("lacks vae, text_encoder, tokenizer", run.Error, StringComparison.Ordinal);
        using var checkpoint = Checkpoint.Open(_folder["model", "transformer"], "diffusion_pytorch_model");
        Assert.All(checkpoint.Names, name => Assert.Equal(ElementType.BF16, checkpoint.Find(name)!.Type));
        Assert.Equal(["model"], _folder.Names);
    }

    [Fact]
    public async Task Inspect_Model_ListsEveryNetwork()
    {
        var run = await CliRun.StartAsync("inspect", Repository.TinyModel);
        Assert.Equal(0, run.ExitCode);
        foreach (string part in new[] { "text_encoder", "transformer", "vae" })
            Assert.Contains(Path.Combine(Repository.TinyModel, part), run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inspect_ATensorAlone_ShowsIt()
    {
        byte[] pickle = PickleText.Begin.Tensor("HalfStorage", "0", 6, 0, [1, 2, 3], [6, 3, 1]).End();
        File.WriteAllBytes(_folder["encoded.pt"], TorchFiles.Zip(pickle, ("0", new byte[12])));
        var run = await CliRun.StartAsync("inspect", _folder["encoded.pt"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 tensors, 6 numbers", run.Output, StringComparison.Ordinal);
        Assert.Contains("F16 (1, 2, 3)       12 B  tensor", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "The path is empty", "inspect", "")]
    [InlineData(1, "does not exist", "inspect", "none.safetensors")]
    [InlineData(1, "Cannot read video.mp4", "inspect", "video.mp4")]
    [InlineData(1, "no files of weights", "inspect", "empty")]
    [InlineData(1, "refers to os.system", "inspect", "evil.pth")]
    [InlineData(1, "refers to os.system", "convert", "safetensors", "evil.pth", "--output", "out")]
    [InlineData(1, "no LoRA of SAT", "convert", "lora", "plain.pth", "--output", "out")]
    [InlineData(1, "there is no folder", "convert", "safetensors", "plain.pth", "--output", "no/out")]
    [InlineData(2, "would replace", "convert", "safetensors", "plain.pth", "--output", "plain.pth")]
    [InlineData(2, "cogspace convert safetensors --help", "convert", "safetensors", "plain.pth")]
    [InlineData(2, "cogspace convert --help", "convert", "tflite", "plain.pth")]
    [InlineData(
        2, "not a variant of CogVideoX", "convert", "sat", "--transformer", "plain.pth", "--variant", "7b", "--output", "out")]
    [InlineData(2, "nothing to convert", "convert", "sat", "--variant", "2b", "--output", "out")]
    [InlineData(2, "is not a valid size", "convert", "sat", "--variant", "2b", "--shard-size", "big", "--output", "out")]
    [InlineData(2, "not a valid number type", "convert", "sat", "--variant", "2b", "--dtype", "int8", "--output", "out")]
    [InlineData(1, "does not begin with", "convert", "sat", "--transformer", "plain.pth", "--variant", "2b", "--output", "out")]
    public async Task Commands_BadInput_OneSentenceAndNothingWritten(int exitCode, string says, params string[] words)
    {
        Directory.CreateDirectory(_folder["empty"]);
        File.WriteAllText(_folder["video.mp4"], "video");
        File.WriteAllBytes(
            _folder["evil.pth"],
            TorchFiles.Zip(PickleText.Begin.Global("os", "system").Text("true").Raw(0x85).Op('R').End()));
        File.WriteAllBytes(
            _folder["plain.pth"],
            TorchFiles.Zip(
                PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 1, 0, [1], [1]))).End(), ("0", [7]))
        );
        string[] files = ["none.safetensors", "video.mp4", "empty", "evil.pth", "plain.pth", "out", "no/out"];
        var before = _folder.Names.Order(StringComparer.Ordinal).ToList();

        var run = await CliRun.StartAsync([.. words.Select(word => files.Contains(word) ? _folder[word] : word)]);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Equal(before, _folder.Names.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Generate_WithLoras_SaysSoAndMakesAnotherVideo()
    {
        string lora = _folder["style.safetensors"];
        SafetensorsWriter.Write(lora,
        [
            ("transformer.transformer_blocks.0.attn1.to_v.lora_A.weight", ElementType.F32, [2, 128], Bits.OfRandom(1, 256)),
            ("transformer.transformer_blocks.0.attn1.to_v.lora_B.weight", ElementType.F32, [128, 2], Bits.OfRandom(2, 256)),
        ]);
        Task<CliRun> Run(string output, params string[] more) =>
            CliRun.StartAsync([
                "generate",
                "--prompt",
                Prompt,
                "--model",
                "cogspace-tiny",
                "--seed",
                "1",
                "--steps",
                "1",
                "--frames",
                "1",
                "--dump-latents",
                _folder[output + ".safetensors"],
                "--output",
                _folder[output + ".mp4"],
                .. more,
            ]);
        var (plain, with) = (await Run("plain"), await Run("with", "--lora", lora, "--lora", $"{lora}:-0.5"));
        Assert.True(plain.ExitCode == 0, plain.Error);
        Assert.True(with.ExitCode == 0, with.Error);
        Assert.DoesNotContain("LoRA", plain.Error, StringComparison.Ordinal);
        Assert.Contains(
            "LoRA style.safetensors, scale 1\nLoRA style.safetensors, scale -0.5", with.Error, StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllBytes(_folder["plain.safetensors"]), File.ReadAllBytes(_folder["with.safetensors"]));
    }

    [Fact]
    public async Task Generate_WithTheSameLoraInOtherForms_MakesTheSameLatents()
    {
        async Task<(byte[] Latents, string Said)> Run(string lora)
        {
            string latents = _folder["latents.safetensors"];
            var run = await CliRun.StartAsync(
                "generate", "--prompt", Prompt, "--model", "cogspace-tiny", "--seed", "1", "--steps", "1", "--frames", "1",
                "--dump-latents", latents, "--output", _folder["out.mp4"], "--lora", FieldFiles.Path(lora));
            Assert.True(run.ExitCode == 0, run.Error);
            return (File.ReadAllBytes(latents), run.Error);
        }

        var (patterns, alphas) = (await Run("pat_regex.safetensors"), await Run("pat_ref.safetensors"));
        Assert.Equal(alphas.Latents, patterns.Latents);

        var folder = await Run("peftdir");
        Assert.Contains("LoRA peftdir, scale 1", folder.Said, StringComparison.Ordinal);
        Assert.NotEqual(alphas.Latents, folder.Latents);
    }

    [Fact]
    public async Task Invert_WithALora_SaysSoAndMakesAnotherVideo()
    {
        string lora = _folder["style.safetensors"];
        SafetensorsWriter.Write(
            lora,
            [
                (
                    "transformer.transformer_blocks.0.attn1.to_v.lora_A.weight", ElementType.F32, [2, 128],
                    Bits.OfRandom(1, 256)),
                (
                    "transformer.transformer_blocks.0.attn1.to_v.lora_B.weight", ElementType.F32, [128, 2],
                    Bits.OfRandom(2, 256)),
            ]
        );
        await Programs.RunAsync(
            "ffmpeg", "-v", "error", "-f", "lavfi", "-i", "testsrc2=size=96x64:rate=8", "-frames:v", "9", "-pix_fmt",
            "yuv420p", _folder["in.mp4"]);
        Task<CliRun> Run(string output, params string[] more) =>
            CliRun.StartAsync([
                "invert",
                "--video",
                _folder["in.mp4"],
                "--prompt",
                Prompt,
                "--model",
                "cogspace-tiny",
                "--seed",
                "1",
                "--steps",
                "1",
                "--output",
                _folder[output + ".mp4"],
                "--dump-latents",
                _folder[output + ".safetensors"],
                .. more,
            ]);
        var (plain, with) = (await Run("plain"), await Run("with", "--lora", $"{lora}:0.5"));

        Assert.True(plain.ExitCode == 0, plain.Error);
        Assert.True(with.ExitCode == 0, with.Error);
        Assert.Contains("LoRA style.safetensors, scale 0.5", with.Error, StringComparison.Ordinal);
        Assert.NotEqual(File.ReadAllBytes(_folder["plain.safetensors"]), File.ReadAllBytes(_folder["with.safetensors"]));
    }

    [Theory]
    [InlineData("does not exist", "none.safetensors:0.5")]
    [InlineData("\"NaN\" is not a valid scale for the LoRA none.safetensors", "none.safetensors:NaN")]
    [InlineData("\"0,5\" is not a valid scale for the LoRA none.safetensors", "none.safetensors:0,5")]
    [InlineData("\"+1\" is not a valid scale for the LoRA none.safetensors", "none.safetensors:+1")]
    [InlineData("\"1e-1\" is not a valid scale for the LoRA none.safetensors", "none.safetensors:1e-1")]
    public async Task Generate_BadLora_SaysSoBeforeAnyWork(string says, string lora)
    {
        var run = await CliRun.StartAsync("generate", "--prompt", Prompt, "--lora", lora, "--output", _folder["out.mp4"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(says, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Loading", run.Error, StringComparison.Ordinal);
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData("a.safetensors", "a.safetensors", 1)]
    [InlineData("a.safetensors:0.8", "a.safetensors", 0.8)]
    [InlineData("a.safetensors:-1", "a.safetensors", -1)]
    [InlineData("c:a.safetensors", "c:a.safetensors", 1)]
    [InlineData("a:b:2", "a:b", 2)]
    public void LoraArgument_TellsFileFromScale(string text, string path, double scale) =>
        Assert.Equal(new LoraFile(path, scale), LoraArgument.Parse(text));
}
