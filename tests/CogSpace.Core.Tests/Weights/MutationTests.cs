using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

/// <summary>Damaged files of every format, the same ones every time: read or refused, never a crash, never dear.</summary>
public sealed class MutationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string> Kinds => new()
    {
        { "safetensors", "head" }, { "safetensors", "anywhere" }, { "safetensors", "lengths" },
        { "zip", "head" }, { "zip", "anywhere" }, { "zip", "lengths" },
        { "legacy", "head" }, { "legacy", "anywhere" }, { "legacy", "lengths" },
    };

    public void Dispose() => _folder.Dispose();

    [Theory, MemberData(nameof(Kinds))]
    public void Open_Mutated_IsReadOrRefused(string format, string where) => OpenMutated(format, where, files: 100);

    [Theory, MemberData(nameof(Kinds)), Trait("kind", "slow")]
    public void Open_ManyMutated_AreReadOrRefused(string format, string where) => OpenMutated(format, where, files: 400);

    private void OpenMutated(string format, string where, int files)
    {
        var (whole, structure) = Sample(format);
        var random = new Random(format.Length * 31 + where.Length);
        int refused = 0;
        for (int round = 0; round < files; round++)
        {
            byte[] mutant = [.. whole];
            switch (where)
            {
                case "head":
                    Scribble(random, mutant, structure);
                    break;
                case "anywhere":
                    Scribble(random, mutant, [0..whole.Length]);
                    break;
                default:
                    mutant = Resize(random, mutant);
                    break;
            }

            File.WriteAllBytes(_folder["mutant"], mutant);
            Cost.OfRefusing(() => refused += ReadAll() ? 0 : 1);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{format}, {where}: {files} files, {refused} refused");
        Assert.True(refused > 0);
    }

    private bool ReadAll()
    {
        try
        {
            using var file = TensorFile.Open(_folder["mutant"]);
            foreach (var (name, entry) in file.Tensors)
                file.CopyTo(name, new byte[entry.Length]);
            return true;
        }
        catch (ModelLoadException)
        {
            return false;       // with a sentence; any other exception fails the test
        }
    }

    // One to four bytes become others: any, or one that is likely to matter.
    private static void Scribble(Random random, byte[] bytes, Range[] where)
    {
        ReadOnlySpan<byte> likely =
        [
            0,
            1,
            0x7f,
            0x80,
            0xff,
            (byte)'(',
            (byte)'.',
            (byte)'R',
            (byte)'b',
            (byte)'c',
            (byte)'}',
            (byte)'t',
            0x93,
        ];
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            var (offset, length) = where[random.Next(where.Length)].GetOffsetAndLength(bytes.Length);
            bytes[offset + random.Next(length)] =
                random.Next(2) == 0 ? likely[random.Next(likely.Length)] : (byte)random.Next(256);
        }
    }

    // A part is cut out, doubled, or put in.
    private static byte[] Resize(Random random, byte[] bytes)
    {
        int from = random.Next(bytes.Length);
        int to = random.Next(from, Math.Min(bytes.Length, from + 200)) + 1;
        var noise = new byte[random.Next(1, 50)];
        random.NextBytes(noise);
        return random.Next(3) switch
        {
            0 => [.. bytes[..from], .. bytes[to..]],
            1 => [.. bytes[..to], .. bytes[from..]],
            _ => [.. bytes[..from], .. noise, .. bytes[from..]],
        };
    }

    // A file with views, and which parts of it say what the rest is.
    private (byte[] Whole, Range[] Structure) Sample(string format)
    {
        if (format == "safetensors")
        {
            SafetensorsWriter.Write(
                _folder["whole"],
                [("a.weight", ElementType.F32, [5, 3], new byte[60]), ("b", ElementType.U8, [30], new byte[30])],
                new Dictionary<string, string> { ["a"] = "b" });
            byte[] file = File.ReadAllBytes(_folder["whole"]);
            return (file, [0..(file.Length - 90)]);
        }

        bool legacy = format == "legacy";
        byte[] pickle = PickleText.Begin.Dictionary(("state_dict", p => p.Dictionary(
            ("a.weight", q => q.Tensor("FloatStorage", "0", 15, 0, [5, 3], [3, 1], legacy)),
            ("a.part", q => q.Tensor("FloatStorage", "0", 15, 3, [2, 2], [1, 3], legacy)),
            ("b", q => q.Tensor("HalfStorage", "1", 30, 0, [30], [1], legacy))))).End();
        if (legacy)
        {
            byte[] file = TorchFiles.Legacy(pickle, ("0", 4, new byte[60]), ("1", 2, new byte[60]));
            return (
                file,
                [0..(file.Length - 136), (file.Length - 136)..(file.Length - 128), (file.Length - 68)..(file.Length - 60)]);
        }

        byte[] archive = TorchFiles.Zip(pickle, ("0", new byte[60]), ("1", new byte[60]));
        int directory = archive.AsSpan().IndexOf("PK\u0001\u0002"u8);
        return (archive, [directory..archive.Length, 0..(pickle.Length + 60)]);
    }
}
