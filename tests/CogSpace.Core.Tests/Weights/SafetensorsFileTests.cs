using System.Buffers.Binary;
using System.Text;
using CogSpace.Weights;

namespace CogSpace.Core.Tests.Weights;

public sealed class SafetensorsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string File1 => _folder["a.safetensors"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_WhatWriterWrote_GivesNamesShapesBytesAndNotes()
    {
        SafetensorsWriter.Write(
            File1,
            [
                ("matrix", ElementType.F32, [2, 3], Bytes(24)),
                ("nothing", ElementType.BF16, [0, 5], Bytes(0)),
                ("number", ElementType.I64, [], Bytes(8)),
            ],
            new Dictionary<string, string> { ["seed"] = "42" }
        );

        using var file = SafetensorsFile.Open(File1);
        Assert.Equal(["matrix", "nothing", "number"], file.Tensors.Keys.Order());
        Assert.Equal("42", file.Metadata["seed"]);
        Assert.Equal("F32 (2, 3)", file.Tensors["matrix"].ToString());
        var bytes = new byte[24];
        file.CopyTo("matrix", bytes);
        Assert.Equal(Bytes(24), bytes);
        Assert.Empty(file.Tensors["number"].Shape);
    }

    [Theory]
    // size and offsets disagree
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,16]}}", 8, "takes 8 bytes but its offsets span 16")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4],\"data_offsets\":[0,16]}}", 8, "but the file has only")] // ends past the file
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8, "gap")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}," +
        "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}}",
        12,
        "overlaps the tensor before it; the file is damaged"
    )]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8, "belong to no tensor")]
    [InlineData("{\"a\":{\"dtype\":\"Q4\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "has the type Q4; supported are")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4, "has a negative size or offset")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}", 4, "has a negative size or offset")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", 4, "impossible")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4, "lacks its dtype, shape or data_offsets")]
    [InlineData("{\"a\":{\"shape\":[1],\"data_offsets\":[0,4]}}", 4, "dtype")]
    [InlineData(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}," +
        "\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
        4,
        "tensor a is listed twice"
    )]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,4]}}", 4, "cannot be read")]
    [InlineData("{\"a\":{\"dtype\":\"F32\",\"shape\":7,\"data_offsets\":[0,4]}}", 4, "cannot be read")]
    [InlineData("[1,2]", 0, "not a JSON object")]
    [InlineData("{\"a\":", 0, "cannot be read")]
    [InlineData("", 0, "claims 0 bytes")]
    public void Open_ImpossibleHeader_SaysWhatIsWrong(string header, int dataBytes, string says)
    {
        WriteFile(header, (ulong)Encoding.UTF8.GetByteCount(header), dataBytes);
        var error = Assert.Throws<ModelLoadException>(() => SafetensorsFile.Open(File1));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
        Assert.Contains(File1, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1000UL)]
    [InlineData(200_000_000UL)]
    [InlineData(ulong.MaxValue)]
    public void Open_HeaderLongerThanFile_SaysSo(ulong claimed)
    {
        WriteFile("{}", claimed, 0);
        Assert.Contains(
            "header claims", Assert.Throws<ModelLoadException>(() => SafetensorsFile.Open(File1)).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Open_NoFile_SaysSo() =>
        Assert.Contains(
            "does not exist", Assert.Throws<ModelLoadException>(() => SafetensorsFile.Open(_folder["none"])).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Open_ALink_ReadsWhatItLeadsTo()       // as those of a hub's cache
    {
        SafetensorsWriter.Write(File1, [("matrix", ElementType.F32, [2, 3], Bytes(24))]);
        string link = Directory.CreateDirectory(_folder["a"]).CreateSubdirectory("b").FullName + "/link.safetensors";
        File.CreateSymbolicLink(link, "../../a.safetensors");

        using var file = SafetensorsFile.Open(link);

        Assert.Equal("F32 (2, 3)", file.Tensors["matrix"].ToString());
    }

    [Fact]
    public void CopyTo_OfAFileThatBecameShorter_IsRefused()
    {
        SafetensorsWriter.Write(File1, [("a", ElementType.F32, [5], Bytes(20))]);
        using var file = SafetensorsFile.Open(File1);
        using (var other = new FileStream(File1, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            other.SetLength(other.Length - 10);

        var error = Assert.Throws<ModelLoadException>(() => file.CopyTo("a", new byte[20]));
        Assert.Contains("the file has become shorter", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_CutAnywhere_IsRefused()
    {
        SafetensorsWriter.Write(File1, [("a", ElementType.F32, [5], Bytes(20)), ("b", ElementType.U8, [3], Bytes(3))]);
        byte[] whole = File.ReadAllBytes(File1);
        for (int length = 0; length < whole.Length; length++)
        {
            File.WriteAllBytes(File1, whole[..length]);
            Assert.Throws<ModelLoadException>(() => SafetensorsFile.Open(File1).Dispose());
        }
    }

    [Theory]
    [InlineData(200)]
    [InlineData(2000, Traits = ["kind", "slow"])]
    public void Open_DamagedAnywhere_IsReadOrRefused(int rounds)
    {
        SafetensorsWriter.Write(File1, [("a", ElementType.F32, [5], Bytes(20)), ("b", ElementType.U8, [3], Bytes(3))]);
        byte[] whole = File.ReadAllBytes(File1);
        var random = new Random(1);
        for (int round = 0; round < rounds; round++)
        {
            byte[] damaged = [.. whole];
            for (int i = random.Next(1, 4); i > 0; i--)
                damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(File1, damaged);
            try
            {
                SafetensorsFile.Open(File1).Dispose();
            }
            catch (ModelLoadException)
            {
                // Refused with a sentence; any other exception fails the test.
            }
        }
    }

    [Fact]
    public void Write_ClosedFolder_SaysSoAndLeavesNothing()
    {
        var error = Assert.Throws<CogSpaceException>(() => SafetensorsWriter.Write(_folder["no/such/folder.safetensors"], []));
        Assert.Contains("Cannot write", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder.FullPath));
    }

    [Fact]
    public void TensorFile_HeaderOfAnyLength_IsNotTakenForAnotherFormat()
    {
        // 128 and 640 begin like pickles.
        for (int length = 0; length < 1400; length += 8)
        {
            SafetensorsWriter.Write(
                File1, [("a", ElementType.U8, [1], Bytes(1))], new Dictionary<string, string> { ["x"] = new('x', length) });
            using var file = TensorFile.Open(File1);
            Assert.IsType<SafetensorsFile>(file);
        }
    }

    private static byte[] Bytes(int count) => [.. Enumerable.Range(1, count).Select(i => (byte)i)];

    private void WriteFile(string header, ulong claimed, int dataBytes)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, claimed);
        File.WriteAllBytes(File1, [.. bytes, .. Encoding.UTF8.GetBytes(header), .. new byte[dataBytes]]);
    }
}
