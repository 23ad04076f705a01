using System.IO.Compression;

namespace CogSpace.Pipeline.Tests.Conversion;

/// <summary>
/// SAT checkpoints with a damaged description, the same ones every time: converted or refused, and nothing left of those.
/// </summary>
public sealed class MutatedSatTests : IDisposable
{
    private static readonly string Golden = Path.Combine(Repository.Root, "tests", "golden", "cases");

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("sat/transformer_2b/mp_rank_00_model_states.pt", 2, 40)]
    [InlineData("sat/vae/3d-vae.pt", 3, 40)]
    [InlineData("lora/sat_export/sat_lora.pt", 4, 40)]
    [InlineData("sat/transformer_2b/mp_rank_00_model_states.pt", 2, 300, Traits = ["kind", "slow"])]
    [InlineData("sat/vae/3d-vae.pt", 3, 300, Traits = ["kind", "slow"])]
    [InlineData("lora/sat_export/sat_lora.pt", 4, 300, Traits = ["kind", "slow"])]
    public void Convert_Mutated_IsConvertedOrRefused(string file, int seed, int files)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Golden, file));
        int size;
        using (var archive = ZipFile.OpenRead(Path.Combine(Golden, file)))
            size = (int)archive.Entries[0].Length;                       // data.pkl is the first
        var random = new Random(seed);
        int refused = 0;
        for (int round = 0; round < files; round++)
        {
            byte[] mutant = [.. whole];
            for (int i = random.Next(1, 3); i > 0; i--)
                // numbers in names, often
                mutant[64 + random.Next(size)] = (byte)(random.Next(2) == 0 ? '0' + random.Next(10) : random.Next(256));
            File.WriteAllBytes(_folder["mutant.pt"], mutant);
            try
            {
                Convert(file);
            }
            catch (CogSpaceException)
            {
                refused++;
                Assert.Equal(["mutant.pt"], _folder.Names);
            }

            if (Directory.Exists(_folder["out"]))
                Directory.Delete(_folder["out"], recursive: true);
            File.Delete(_folder["out.safetensors"]);
        }

        Assert.InRange(refused, files / 4, files);
    }

    private void Convert(string file)
    {
        if (file.StartsWith("lora", StringComparison.Ordinal))
        {
            LoraConversion.Convert(_folder["mutant.pt"], _folder["out.safetensors"], alpha: 1);
            return;
        }

        bool vae = file.Contains("vae", StringComparison.Ordinal);
        SatConversion.Convert(
            new SatConversionOptions
            {
                Output = _folder["out"],
                Variant = new SatVariant("of the test")
                {
                    Rotary = false,
                    SampleHeight = 4,
                    SampleWidth = 6,
                    SampleFrames = 9,
                    MaxTextTokens = 8,
                    NormGroups = 2,
                },
                Transformer = vae ? null : _folder["mutant.pt"],
                Vae = vae ? _folder["mutant.pt"] : null,
            }
        );
    }
}
