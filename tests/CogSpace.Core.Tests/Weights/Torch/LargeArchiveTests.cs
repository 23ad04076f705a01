using System.Buffers.Binary;
using System.Text;
using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights.Torch;

/// <summary>Archives as they are beyond 4 GB, where numbers do not fit their usual places; small ones here.</summary>
public sealed class LargeArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Zip64_IsRead()
    {
        File.WriteAllBytes(_folder["large.pt"], Archive());
        using var file = TensorFile.Open(_folder["large.pt"]);
        var bytes = new byte[3];
        file.CopyTo("w", bytes);
        Assert.Equal([4, 5, 6], bytes);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(1000, Traits = ["kind", "slow"])]
    public void Open_Zip64DamagedAnywhere_IsReadOrRefused(int rounds)
    {
        byte[] whole = Archive();
        var random = new Random(7);
        int refused = 0;
        for (int round = 0; round < rounds; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(whole.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(_folder["large.pt"], damaged);
            Cost.OfRefusing(() =>
            {
                try
                {
                    TensorFile.Open(_folder["large.pt"]).Dispose();
                }
                catch (ModelLoadException)
                {
                    refused++;
                }
            });
        }

        Assert.InRange(refused, rounds / 2, rounds);
    }

    private static byte[] Archive()
    {
        byte[] pickle = PickleText.Begin.Dictionary(("w", p => p.Tensor("ByteStorage", "0", 3, 0, [3], [1]))).End();
        using var file = new MemoryStream();
        using var directory = new MemoryStream();
        foreach (var (name, bytes) in new (string, byte[])[] { ("a/data.pkl", pickle), ("a/data/0", [4, 5, 6]) })
        {
            long local = file.Position;
            byte[] text = Encoding.UTF8.GetBytes(name);
            Write(
                file, 0x04034b50u, (ushort)45, (ushort)0, (ushort)0, 0u, 0u, uint.MaxValue, uint.MaxValue,
                (ushort)text.Length, (ushort)0);
            file.Write(text);
            file.Write(bytes);
            Write(
                directory, 0x02014b50u, (ushort)45, (ushort)45, (ushort)0, (ushort)0, 0u, 0u, uint.MaxValue, uint.MaxValue,
                (ushort)text.Length, (ushort)32, (ushort)0, (ushort)0, (ushort)0, 0u, uint.MaxValue);
            directory.Write(text);
            Write(
                directory, (ushort)0x7875, (ushort)0, (ushort)1, (ushort)24, (long)bytes.Length, (long)bytes.Length,
                local); // a field of no interest first
        }

        long start = file.Position;
        file.Write(directory.ToArray());
        long end = file.Position;
        Write(file, 0x06064b50u, 44L, (ushort)45, (ushort)45, 0u, 0u, 2L, 2L, directory.Length, start);
        Write(file, 0x07064b50u, 0u, end, 1u);
        Write(file, 0x06054b50u, (ushort)0, (ushort)0, ushort.MaxValue, ushort.MaxValue, uint.MaxValue, uint.MaxValue, (ushort)0);
        return file.ToArray();
    }

    private static void Write(Stream stream, params object[] numbers)
    {
        var bytes = new byte[8];
        foreach (object number in numbers)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes, number switch { ushort u => u, uint u => u, _ => (long)number });
            stream.Write(bytes, 0, number switch { ushort => 2, uint => 4, _ => 8 });
        }
    }
}
