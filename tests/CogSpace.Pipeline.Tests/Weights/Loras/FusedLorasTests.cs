using CogSpace.Pipeline.Layers;
using CogSpace.Pipeline.Weights;
using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Weights.Loras;

public sealed class FusedLorasTests : IDisposable
{
    private static readonly (string, long[], float[])[] Plain =
    [
        ("transformer.a.lora_A.weight", [1, 3], [1, 2, 3]),
        ("transformer.a.lora_B.weight", [2, 1], [1, 10]),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly WeightScope _network;

    public FusedLorasTests()
    {
        SafetensorsWriter.Write(
            _folder["network.safetensors"],
            [
                ("a.weight", ElementType.F32, [2, 3], Bits.Of(1, 1, 1, 1, 1, 1)),
                ("b.weight", ElementType.F32, [2, 3], Bits.OfRandom(1, 6)),
            ]
        );
        using var checkpoint = Checkpoint.OpenSingle(_folder["network.safetensors"]);
        _network = WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, scope =>
        {
            scope["a"].Linear(3, 2, bias: false);
            scope["b"].Linear(3, 2, bias: false);
            return scope;
        });
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("transformer.a.lora_A.weight", "transformer.a.lora_B.weight")]
    [InlineData("a.lora_A.weight", "a.lora_B.weight")]
    [InlineData("base_model.model.a.lora_A.weight", "base_model.model.a.lora_B.weight")]
    [InlineData("base_model.model.transformer.a.lora_A.default.weight", "base_model.model.transformer.a.lora_B.default.weight")]
    [InlineData("transformer.a.lora_down.weight", "transformer.a.lora_up.weight")]
    [InlineData("transformer.a.lora.down.weight", "transformer.a.lora.up.weight")]
    [InlineData("diffusion_model.a.lora_A.weight", "diffusion_model.a.lora_B.weight")]
    [InlineData("model.diffusion_model.a.lora_down.weight", "model.diffusion_model.a.lora_up.weight")]
    [InlineData("_orig_mod.module.a.lora_A.weight", "_orig_mod.module.a.lora_B.weight")]
    [InlineData("base_model.model.a.lora_A.my_style.weight", "base_model.model.a.lora_B.my_style.weight")]
    public void Fuse_EverySpelling_AddsTheProduct(string down, string up)
    {
        using var fused = Fuse(Write("l", [(down, [1, 3], [1, 2, 3]), (up, [2, 1], [1, 10])]));
        Assert.Equal([2, 3, 4, 11, 21, 31], Current("a"));
    }

    [Fact]
    public void Fuse_AlphaOfATensor_ScalesByAlphaOverRank()
    {
        using var fused = Fuse(
            Write(
                "l",
                [
                    ("a.alpha", [], [8]),
                    ("a.lora_A.weight", [2, 3], [1, 2, 3, 0, 0, 0]),
                    ("a.lora_B.weight", [2, 2], [1, 0, 10, 0]),
                ]
            )
        );
        Assert.Equal([5, 9, 13, 41, 81, 121], Current("a"));
    }

    [Theory]
    [InlineData("""{"transformer.lora_alpha": 2, "transformer.r": 1}""", 2)]
    [InlineData("""{"lora_alpha": 3}""", 3)]
    [InlineData("""{"transformer.lora_alpha": 2, "transformer.alpha_pattern": {"b": 9, "a": 5}}""", 5)]
    [InlineData("""{"transformer.target_modules": ["a"]}""", 1)]
    public void Fuse_AlphaOfTheHeader_Counts(string note, float factor)
    {
        using var fused = Fuse(Write("l", Plain, note));
        Assert.Equal(
            [1 + factor, 1 + (2 * factor), 1 + (3 * factor), 1 + (10 * factor), 1 + (20 * factor), 1 + (30 * factor)],
            Current("a"));
    }

    [Fact]
    public void Fuse_Several_AddUpAndGoAwayToTheLastBit()
    {
        byte[] before = Weight("b");
        string random = Write(
            "random", [("b.lora_A.weight", [1, 3], [0.1f, 0.7f, -0.3f]), ("b.lora_B.weight", [2, 1], [0.123f, 3e-5f])]);
        string plain = Write("plain", Plain);
        using (FusedLoras.Fuse(_network.Linears, [new LoraFile(plain, 2), new LoraFile(random, 0.7), new LoraFile(plain, -1)]))
        {
            Assert.Equal([2, 3, 4, 11, 21, 31], Current("a"));
            Assert.NotEqual(before, Weight("b"));
        }

        Assert.Equal(before, Weight("b"));
        Assert.Equal([1, 1, 1, 1, 1, 1], Current("a"));
    }

    [Fact]
    public void Fuse_PyTorchFile_IsRead()
    {
        byte[] pickle = PickleText
            .Begin.Dictionary(
                ("a.lora_A.weight", p => p.Tensor("FloatStorage", "0", 3, 0, [1, 3], [3, 1])),
                ("a.lora_B.weight", p => p.Tensor("FloatStorage", "1", 2, 0, [2, 1], [1, 1])))
            .End();
        File.WriteAllBytes(_folder["l.pt"], TorchFiles.Zip(pickle, ("0", Bits.Of(1, 2, 3)), ("1", Bits.Of(1, 10))));
        using var fused = Fuse(_folder["l.pt"]);
        Assert.Equal([2, 3, 4, 11, 21, 31], Current("a"));
    }

    [Fact]
    public void Fuse_OfAnotherModel_SaysWhichLayersDiffer()
    {
        string says = Refused([("c.lora_A.weight", [1, 3], [1, 2, 3]), ("c.lora_B.weight", [2, 1], [1, 10]), .. Plain]);
        Assert.Contains(
            "this LoRA was made for another model; of its 2 layers 1 differ: c (not in the model).", says,
            StringComparison.Ordinal);
        says = Refused([("a.lora_A.weight", [1, 4], [1, 2, 3, 4]), ("a.lora_B.weight", [2, 1], [1, 10])]);
        Assert.Contains("a (4 to 2, in the model 3 to 2)", says, StringComparison.Ordinal);
    }

    [Fact]
    public void Fuse_Damaged_SaysWhatIsWrong()
    {
        Assert.Contains("half B (up) of the layer a is missing", Refused(Plain[..1]), StringComparison.Ordinal);
        Assert.Contains("half A (down) of the layer a is missing", Refused(Plain[1..]), StringComparison.Ordinal);
        Assert.Contains(
            "A has rank 1, B 2", Refused([Plain[0], ("a.lora_B.weight", [2, 2], [1, 2, 3, 4])]), StringComparison.Ordinal);
        Assert.Contains(
            "rank 0", Refused([("a.lora_A.weight", [0, 3], []), ("a.lora_B.weight", [2, 0], [])]), StringComparison.Ordinal);
        Assert.Contains(
            "lora_A.weight holds a value that is not a finite number",
            Refused([("a.lora_A.weight", [1, 3], [1, float.NaN, 3]), Plain[1]]), StringComparison.Ordinal);
        Assert.Contains(
            "lora_B.weight holds a value that is not a finite number",
            Refused([Plain[0], ("a.lora_B.weight", [2, 1], [1, float.PositiveInfinity])]), StringComparison.Ordinal);
        Assert.Contains(
            "alpha of the layer a is not a finite number", Refused([("a.alpha", [], [float.NaN]), .. Plain]),
            StringComparison.Ordinal);
        Assert.Contains("an alpha is one number", Refused([("a.alpha", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains(
            "only matrices", Refused([("a.lora_A.weight", [1, 3, 1], [1, 2, 3]), Plain[1]]), StringComparison.Ordinal);
        Assert.Contains(
            "two tensors for the same half of a", Refused([("a.lora_A.weight", [1, 3], [1, 2, 3]), .. Plain]),
            StringComparison.Ordinal);
        Assert.Contains(
            "it is a DoRA, and only LoRAs are supported (it has the tensor a.lora_magnitude_vector)",
            Refused([("a.lora_magnitude_vector", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains("it is a DoRA", Refused([("a.dora_scale", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains("it is a LoKr", Refused([("a.lokr_w1", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains("it is a LoHa", Refused([("a.hada_w1_a", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains(
            "it replaces whole layers (modules_to_save)",
            Refused([("a.modules_to_save.weight", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains(
            "changes the text encoder too",
            Refused([("lora_te_text_model_q.lora_down.weight", [1, 3], [1, 2, 3]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains(
            "a.bias is not part of a LoRA", Refused([("a.bias", [2], [1, 2]), .. Plain]), StringComparison.Ordinal);
        Assert.Contains(
            "convert lora",
            Refused([("model.diffusion_model.transformer.layers.0.attention.dense.matrix_A.0", [1, 3], [1, 2, 3])]),
            StringComparison.Ordinal);
        Assert.Contains("holds no LoRA", Refused([]), StringComparison.Ordinal);
        Assert.Contains("cannot be read", Refused(Plain, "not json"), StringComparison.Ordinal);
        Assert.Contains("which is not a number", Refused(Plain, """{"lora_alpha": "much"}"""), StringComparison.Ordinal);
    }

    private FusedLoras Fuse(string path) => FusedLoras.Fuse(_network.Linears, [new LoraFile(path)]);

    private string Refused((string, long[], float[])[] tensors, string? note = null)
    {
        string path = Write("bad", tensors, note);
        var error = Assert.Throws<ModelLoadException>(() => Fuse(path));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
        Assert.Equal([1, 1, 1, 1, 1, 1], Current("a"));
        return error.Message;
    }

    private string Write(string name, (string Name, long[] Shape, float[] Numbers)[] tensors, string? note = null)
    {
        string path = _folder[$"{name}.safetensors"];
        SafetensorsWriter.Write(
            path,
            [
                .. tensors.Select(tensor =>
                    (
                        tensor.Name, ElementType.F32, (IReadOnlyList<long>)tensor.Shape,
                        (ReadOnlyMemory<byte>)Bits.Of(tensor.Numbers))
                ),
            ],
            note is null ? null : new Dictionary<string, string> { ["lora_adapter_metadata"] = note }
        );
        return path;
    }

    private byte[] Weight(string layer) => _network.Linears[layer].Current.bytes.ToArray();

    private float[] Current(string layer) => _network.Linears[layer].Current.data<float>().ToArray();
}
