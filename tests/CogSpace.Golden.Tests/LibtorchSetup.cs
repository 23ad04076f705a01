using System.Runtime.CompilerServices;
using CogSpace.Pipeline.Hardware;

namespace CogSpace.Golden.Tests;

/// <summary>Tests make tensors by themselves, and before the product does.</summary>
internal static class LibtorchSetup
{
    [ModuleInitializer]
    internal static void Load() => Libtorch.Load();
}
