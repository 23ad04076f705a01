using System.Runtime.InteropServices;
using CogSpace.Pipeline.Memory;

namespace CogSpace.Pipeline.Tests.Memory;

public sealed class MemoryShortageTests
{
    [Theory]
    [InlineData("not enough memory: you tried to allocate 8 bytes.\nmore", "Memory ran out (not enough memory: you tried to " +
        "allocate 8 bytes).")]
    [InlineData("CUDA out of memory.", "Memory ran out (CUDA out of memory).")]
    public void Explain_NoMemoryForTheTensorLibrary_SaysSo(string library, string says) =>
        Assert.Equal(says, Assert.IsType<MemoryShortageException>(MemoryShortage.Explain(new LibraryFailure(library))).Message);

    [Fact]
    public void Explain_OutOfMemory_SaysSo() =>
        Assert.Equal(
            "Memory ran out.",
            Assert.IsType<MemoryShortageException>(MemoryShortage.Explain(new InsufficientMemoryException())).Message);

    [Fact]
    public void Explain_NoMemoryForALibrary_SaysSo() =>
        Assert.StartsWith(
            "Memory ran out (libtorch.so: failed to map segment",
            MemoryShortage.Explain(new NotSupportedException("libtorch.so: failed to map segment from shared object")).Message,
            StringComparison.Ordinal);

    [Fact]
    public void Explain_ALostGpu_SaysWhatToDo() =>
        Assert.Equal(
            "The GPU failed (CUDA error: device lost). If it is gone or was reset, start this program again.",
            Assert.IsType<CogSpaceException>(
                MemoryShortage.Explain(new LibraryFailure("CUDA error: device lost\nCompile with ..."))).Message);

    [Fact]
    public void Explain_AnotherFailure_IsLeftAsItIs()
    {
        var failure = new LibraryFailure("shapes do not match");
        Assert.Same(failure, MemoryShortage.Explain(failure));
    }

    private sealed class LibraryFailure(string message) : ExternalException(message);
}
