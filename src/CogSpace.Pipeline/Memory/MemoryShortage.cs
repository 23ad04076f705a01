using System.Runtime.InteropServices;

namespace CogSpace.Pipeline.Memory;

/// <summary>
/// Tells from the tensor library's words that memory ran out or that the GPU is gone, because it has no types for that.
/// </summary>
internal static class MemoryShortage
{
    // The block cache of this program; c10's CPU allocator; the CUDA allocator and the libraries above it; C++.
    private static readonly string[] Words =
    [
        "not enough memory", "can't allocate memory", "out of memory", "_STATUS_ALLOC_FAILED", "bad_alloc",
    ];

    // The system's loader of libraries.
    private static readonly string[] LoaderWords = ["failed to map segment", "cannot allocate memory"];

    private static readonly string[] GpuWords = ["CUDA error", "CUDA driver error", "cuDNN error", "CUBLAS_STATUS"];

    /// <summary>A failure that says it in a sentence, or the same exception where it is another.</summary>
    public static Exception Explain(Exception e) =>
        e switch
        {
            OutOfMemoryException => new MemoryShortageException("Memory ran out.", e),
            ExternalException when Says(e, Words) => new MemoryShortageException(
                $"Memory ran out ({FirstLine(e.Message)}).", e),
            ExternalException when Says(e, GpuWords) => new CogSpaceException(
                $"The GPU failed ({FirstLine(e.Message)}). If it is gone or was reset, start this program again.", e),
            NotSupportedException when Says(e, LoaderWords) => new MemoryShortageException(
                $"Memory ran out ({FirstLine(e.Message)}).", e),
            _ => e,
        };

    private static bool Says(Exception e, string[] words) =>
        words.Any(word => e.Message.Contains(word, StringComparison.OrdinalIgnoreCase));

    private static string FirstLine(string message) => message.Split('\n')[0].Trim().TrimEnd('.');
}
