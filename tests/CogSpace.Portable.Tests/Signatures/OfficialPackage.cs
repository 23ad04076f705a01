namespace CogSpace.Portable.Tests.Signatures;

/// <summary>A package that src/ is written against and portable/ stands in for.</summary>
/// <param name="Name">Of its assembly, and of the namespace that all its types are in.</param>
/// <param name="Version">Of the package.</param>
/// <param name="Repository">Where its source is.</param>
/// <param name="Revision">The commit or tag that the package is built from.</param>
internal sealed record OfficialPackage(string Name, string Version, string Repository, string Revision)
{
    public static IReadOnlyList<OfficialPackage> All { get; } =
    [
        new("TorchSharp", "0.107.0", "https://github.com/dotnet/TorchSharp", "c20b6a1cc574d690707638a488d2583f3b8b983f"),
        new("FFMpegCore", "5.4.0", "https://github.com/rosenbjerg/FFMpegCore", "cc75e03ec997ed3dfc20e8bae5fb7eff86b01426"),
        new("Instances", "3.0.2", "https://github.com/rosenbjerg/Instances", "b0f2332a7fbc6aa74eb96bfd799df8bd08d4c488"),
        new("OpenCvSharp", "4.13.0.20260627", "https://github.com/shimat/opencvsharp", "f07f79374fe04ba3236a69ab2f451c46a694a281"),
        new("Microsoft.ML.OnnxRuntime", "1.29.0", "https://github.com/microsoft/onnxruntime", "v1.29.0"),
    ];

    // What no video pipeline needs, by the beginning of the type's name: most of the types, and half of the members. Of OpenCV only pictures are read.
    private static readonly string[] LeftOut =
    [
        "TorchSharp.Data.", "TorchSharp.Modules.", "TorchSharp.PInvoke.", "TorchSharp.Utils.BigEndianReader",
        "TorchSharp.torch.autograd", "TorchSharp.torch.distributions", "TorchSharp.torch.jit", "TorchSharp.torch.nn.Module",
        "TorchSharp.torch.nn.init", "TorchSharp.torch.nn.utils", "TorchSharp.torch.optim", "TorchSharp.torch.utils", "OpenCvSharp.",
    ];

    private static readonly string[] LeftIn =
    [
        "TorchSharp.Modules.GELU", "OpenCvSharp.Cv2", "OpenCvSharp.CvObject", "OpenCvSharp.DisposableObject", "OpenCvSharp.ErrorCode",
        "OpenCvSharp.ImreadModes", "OpenCvSharp.Mat", "OpenCvSharp.OpenCVException",
    ];

    /// <summary>The package that a type is of, or null. A package may bring types in an assembly of another name.</summary>
    public static OfficialPackage? Of(Type type) => All.FirstOrDefault(package =>
        type.Namespace == package.Name || type.Namespace?.StartsWith(package.Name + ".", StringComparison.Ordinal) == true);

    /// <summary>The committed list of what the package offers.</summary>
    public string ListFile => Path.Combine(CogSpace.Tests.Repository.Root, "tests", "CogSpace.Portable.Tests", "Signatures", $"{Name}-{Version}.txt");

    /// <summary>Whether the list says anything about a type of the package.</summary>
    public static bool Lists(Type type)
    {
        string name = TypeName.Of(type);
        return LeftIn.Any(start => name.StartsWith(start, StringComparison.Ordinal)) || !LeftOut.Any(start => name.StartsWith(start, StringComparison.Ordinal));
    }
}
