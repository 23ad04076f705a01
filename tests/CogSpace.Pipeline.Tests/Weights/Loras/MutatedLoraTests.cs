using CogSpace.Pipeline.Weights;
using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Tests.Weights.Loras;

/// <summary>Damaged LoRA files, the same ones every time: fused or refused, and the network as it was afterwards.</summary>
public sealed class MutatedLoraTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(600, Traits = ["kind", "slow"])]
    public void Fuse_Mutated_IsFusedOrRefused(int files)
    {
        SafetensorsWriter.Write(_folder["network.safetensors"], [("a.weight", ElementType.F32, [4, 3], Bits.OfRandom(1, 12))]);
        SafetensorsWriter.Write(
            _folder["lora"],
            [
                ("a.alpha", ElementType.F32, [], Bits.Of(2)),
                ("a.lora_A.weight", ElementType.F32, [2, 3], Bits.OfRandom(2, 6)),
                ("a.lora_B.weight", ElementType.F32, [4, 2], Bits.OfRandom(3, 8)),
            ],
            new Dictionary<string, string>
            {
                ["lora_adapter_metadata"] = """{"transformer.lora_alpha": 3, "transformer.alpha_pattern": {"a": 1}}""",
            }
        );
        using var checkpoint = Checkpoint.OpenSingle(_folder["network.safetensors"]);
        using var network = WeightLoader.Build(checkpoint, ScalarType.Float32, CPU, scope =>
        {
            scope["a"].Linear(3, 4, bias: false);
            return scope;
        });
        byte[] weight = network.Linears["a"].Weight.bytes.ToArray();
        byte[] whole = File.ReadAllBytes(_folder["lora"]);
        int header = whole.Length - 60;
        var random = new Random(5);
        int refused = 0;
        for (int round = 0; round < files; round++)
        {
            byte[] mutant = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                mutant[8 + random.Next((round % 2 == 0 ? header : whole.Length) - 8)] = (byte)(
                    random.Next(3) == 0 ? '0' + random.Next(10) : random.Next(256));
            File.WriteAllBytes(_folder["mutant"], mutant);
            try
            {
                using var fused = FusedLoras.Fuse(network.Linears, [new LoraFile(_folder["mutant"])]);
            }
            catch (ModelLoadException)
            {
                refused++;
            }

            Assert.Equal(weight, network.Linears["a"].Current.bytes.ToArray());
        }

        Assert.InRange(refused, files / 4, files);
    }
}
