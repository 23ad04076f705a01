using System.Reflection;

namespace CogSpace.Portable.Tests.Signatures;

public sealed class PortableSignatureTests
{
    /// <summary>Names and defaults of parameters too: what compiles against portable/ must mean the same to the compiler elsewhere.</summary>
    [Theory]
    [InlineData("TorchSharp")]
    [InlineData("FFMpegCore")]
    [InlineData("OpenCvSharp")]
    [InlineData("Microsoft.ML.OnnxRuntime")]
    public void EveryPortableMember_IsInTheOfficialList(string assembly)
    {
        var types = Assembly.Load(assembly).GetExportedTypes();
        var strangers = types.Where(type => OfficialPackage.Of(type) is null);
        var complaints = types.Except(strangers)
            .GroupBy(type => OfficialPackage.Of(type)!)
            .SelectMany(ofPackage => OfficialList.Read(ofPackage.Key).Complaints(SignatureFormat.LinesOf(ofPackage)))
            .ToList();

        Assert.True(!strangers.Any(), $"In no official namespace: {string.Join(", ", strangers)}");
        Assert.True(complaints.Count == 0, $"portable/{assembly} differs from the official package in {complaints.Count} lines:\n{string.Concat(complaints)}");
    }
}
