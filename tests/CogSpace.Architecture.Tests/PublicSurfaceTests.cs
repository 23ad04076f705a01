using TorchSharp;

namespace CogSpace.Architecture.Tests;

public sealed class PublicSurfaceTests
{
    [Theory]
    [InlineData("CogSpace.Pipeline")]
    [InlineData("CogSpace.PostProcess")]
    public void PublicSignatures_MentionNoTypeOfAPackage(string project)
    {
        var assembly = SourceProject.Of(project).Assembly;
        var leaks = assembly.GetExportedTypes().SelectMany(Leaks).Distinct().ToList();

        Assert.NotEmpty(assembly.GetExportedTypes());
        Assert.True(leaks.Count == 0, $"{project} exposes a package's types:\n{string.Join('\n', leaks)}");
    }

    [Fact]
    public void PublicSignatures_OfGeneration_MentionNothingBelowItButCore()
    {
        string[] below = ["CogSpace.Pipeline", "CogSpace.PostProcess"];
        var leaks = SourceProject.Of("CogSpace.Generation").Assembly.GetExportedTypes()
            .SelectMany(PublicSurface.MentionsIn)
            .Where(mention => below.Contains(mention.Mentioned.Assembly.GetName().Name))
            .Select(mention => $"{mention.Place} is visible and mentions {mention.Mentioned}")
            .Distinct()
            .ToList();

        Assert.True(leaks.Count == 0, $"Web and Cli cannot name what CogSpace.Generation exposes:\n{string.Join('\n', leaks)}");
    }

    [Fact]
    public void Leaks_AreFoundInsideOtherTypes() => Assert.Equal(
        [
            "Leaking.Last is visible and mentions TorchSharp.torch+Tensor",
            "Leaking.LoadAsync is visible and mentions TorchSharp.torch+Tensor",
            "Leaking.Show is visible and mentions TorchSharp.torch+Device",
        ],
        Leaks(typeof(Leaking)).Order());

    [Fact]
    public void Networks_AreInternal()
    {
        var outside = SourceProject
            .Of("CogSpace.Pipeline")
            .Assembly.GetExportedTypes()
            .Where(type => type.Namespace != "CogSpace.Pipeline")
            .ToList();

        Assert.True(
            outside.Count == 0,
            $"Only the root of CogSpace.Pipeline is for others; make internal: {string.Join(", ", outside)}");
    }

    private static IEnumerable<string> Leaks(Type type) =>
        from mention in PublicSurface.MentionsIn(type)
        let space = mention.Mentioned.Namespace ?? ""
        where !IsOfOrBelow(space, "System") && !IsOfOrBelow(space, "CogSpace")
        select $"{mention.Place} is visible and mentions {mention.Mentioned}";

    private static bool IsOfOrBelow(string space, string root) =>
        space == root || space.StartsWith(root + ".", StringComparison.Ordinal);

    public class Leaking
    {
        protected static readonly torch.Tensor? Last;

        private readonly torch.Tensor? _hidden = Last;

        public Task<IReadOnlyList<torch.Tensor[]>> LoadAsync(int count) =>
            throw new NotSupportedException(count + _hidden?.ToString());

        internal torch.Tensor? Hidden() => _hidden;

        protected virtual void Show(ref torch.Device device)
        {
        }
    }
}
