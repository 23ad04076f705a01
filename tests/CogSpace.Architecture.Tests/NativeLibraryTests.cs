using System.Reflection.PortableExecutable;

namespace CogSpace.Architecture.Tests;

/// <summary>Packages bring native libraries of many systems; the output has those of 64-bit Linux.</summary>
public sealed class NativeLibraryTests
{
    private static readonly string Output = AppContext.BaseDirectory;

    private static IEnumerable<string> Files =>
        Directory
            .EnumerateFiles(Output, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(Output, file))
            .Order(StringComparer.Ordinal);

    [Fact]
    public void Output_HasNoNativeLibraryOfAnotherSystem() => Assert.DoesNotContain(Files, IsForeign);

    [Theory]
    [InlineData("libLibTorchSharp.so")]
    [InlineData("libtorch_cpu.so")]
    [InlineData("libOpenCvSharpExtern.so")]
    [InlineData("libonnxruntime.so")]
    public void Output_HasTheLibraryBesideTheProgram(string name) =>
        Assert.True(File.Exists(Path.Combine(Output, name)), $"{name} is missing in {Output}.");

    [Fact]
    public void IsForeign_KnowsLibrariesByTheirContent()
    {
        Assert.False(IsForeign("libc10.so"));
        Assert.False(IsForeign("CogSpace.Core.dll"));
        Assert.True(IsForeign(Path.Combine(Repository.TinyModel, "model_index.json"), "libc10.so"));
        Assert.True(IsForeign(Path.Combine(Output, "libc10.so"), "c10.dll"));
        Assert.True(IsForeign(Path.Combine(Output, "libc10.so"), "libc10.dylib"));
    }

    private static bool IsForeign(string file) => IsForeign(Path.Combine(Output, file), file);

    // Whether a file is a library under its name, but not one that .NET on 64-bit Linux loads.
    private static bool IsForeign(string path, string name)
    {
        using var stream = File.OpenRead(path);
        return Path.GetFileName(name) switch
        {
            var dll when dll.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) => !IsManaged(stream),
            var dylib when dylib.EndsWith(".dylib", StringComparison.OrdinalIgnoreCase) => true,
            var so when so.EndsWith(".so", StringComparison.Ordinal) || so.Contains(".so.", StringComparison.Ordinal) =>
                !IsForX64Linux(stream),
            _ => false,
        };
    }

    private static bool IsManaged(Stream stream)
    {
        try
        {
            using var file = new PEReader(stream);
            return file.HasMetadata;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }

    // ELF, 64 bits, machine EM_X86_64.
    private static bool IsForX64Linux(Stream stream)
    {
        byte[] header = new byte[20];
        return stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false) == header.Length
            && header.AsSpan().StartsWith("\u007fELF\u0002"u8) && header[18] == 62 && header[19] == 0;
    }
}
