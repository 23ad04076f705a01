namespace CogSpace.Portable.Tests.Signatures;

/// <summary>src/ compiles against portable/ here; these tests say that it would against the official packages too.</summary>
public sealed class SourceSignatureTests
{
    private static readonly ILookup<OfficialPackage, string> Used = SourceProject.All
        .SelectMany(project => SourceReferences.Of(project.Assembly))
        .Distinct()
        .ToLookup(use => use.Package, use => use.Line);

    [Fact]
    public void EveryMemberThatSrcReferences_IsInTheOfficialList()
    {
        var complaints = Used.SelectMany(uses => OfficialList.Read(uses.Key).Complaints(uses)).ToList();

        Assert.True(complaints.Count == 0, $"src/ uses what the official packages do not have:\n{string.Concat(complaints)}");
    }

    [Fact]
    public void References_AreFound()
    {
        Assert.InRange(Used.Single(uses => uses.Key.Name == "TorchSharp").Count(), 51, 1000);
        Assert.InRange(Used.Single(uses => uses.Key.Name == "FFMpegCore").Count(), 10, 1000);
        Assert.InRange(Used.Single(uses => uses.Key.Name == "OpenCvSharp").Count(), 7, 1000);
        Assert.InRange(Used.Single(uses => uses.Key.Name == "Microsoft.ML.OnnxRuntime").Count(), 20, 1000);
    }

    [Fact]
    public void AMemberThatThePackageLacks_IsFound()
    {
        var uses = Used.Single(uses => uses.Key.Name == "TorchSharp");
        string lacking = uses.First(line => line.StartsWith("TorchSharp.torch.nn.functional.scaled_dot_product_attention(", StringComparison.Ordinal));
        var list = new OfficialList(File.ReadLines(uses.Key.ListFile).Where(line => line != lacking));

        Assert.Contains(list.Complaints(uses), complaint => complaint.StartsWith(lacking, StringComparison.Ordinal));
    }
}
