using CogSpace.Generation;
using CogSpace.PostProcess.Networks;
using CogSpace.Web.Models;

namespace CogSpace.Web.Tests.Models;

/// <summary>What weights a host has decides what visitors may have done.</summary>
public sealed class PostProcessingMenuTests : IDisposable
{
    private static readonly VideoInfo Made = new(96, 64, 49, 8);
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void OurOwnWeights_MakeFourTimesTheSize_AndTwiceTheRate()
    {
        var menu = Menu(Repository.Models);

        Assert.Equal(["realesr-tiny-x4", "lanczos", "lanczos-2x"], menu.Upscalers.Select(choice => choice.Name));
        Assert.Equal(["flownet"], menu.Interpolators);
        Assert.Equal(new VideoInfo(384, 256, 97, 16), menu.Describe(new PostProcessing(Upscale: true, Interpolate: 2), Made));
        Assert.Equal(
            new VideoInfo(192, 128, 49, 8), menu.Describe(new PostProcessing(Upscale: true, Upscaler: "lanczos-2x"), Made));
    }

    [Fact]
    public void WithoutWeights_FramesAreEnlargedAllTheSame_AndNotInterpolated()
    {
        Directory.CreateDirectory(_folder["models"]);
        var menu = Menu(_folder["models"]);

        Assert.Equal(["lanczos", "lanczos-2x"], menu.Upscalers.Select(choice => choice.Name));
        Assert.Equal(new VideoInfo(384, 256, 49, 8), menu.Describe(new PostProcessing(Upscale: true), Made));
        Assert.Contains("no weights", Refusal(menu, new PostProcessing(Interpolate: 2)), StringComparison.Ordinal);
    }

    [Fact]
    public void WeightsThatAHostAdds_AreAChoice()
    {
        Directory.CreateDirectory(_folder["models"]);
        File.Copy(
            Path.Combine(Repository.Models, "realesrgan-tiny", "realesr-tiny-x4.pth"), _folder["models", "of-the-host.pth"]);

        Assert.Equal("of-the-host", Menu(_folder["models"]).Upscalers[0].Name);
    }

    [Fact]
    public void FilesThatAreCalledTheSame_AreToldApart()
    {
        Directory.CreateDirectory(_folder["models", "of-the-host"]);
        Directory.CreateDirectory(_folder["models", "ours"]);
        string network = Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl");
        foreach (
            string copy in new[]
            {
                _folder["models", "flownet.pkl"],
                _folder["models", "of-the-host", "flownet.pkl"],
                _folder["models", "ours", "flownet.pkl"],
            }
        )
            File.Copy(network, copy);
        var (menu, catalog) = (Menu(_folder["models"]), new NetworkCatalog(_folder["models"]));

        Assert.Equal(["flownet.pkl", "of-the-host/flownet.pkl", "ours/flownet.pkl"], menu.Interpolators.Order());
        foreach (string name in menu.Interpolators)
        {
            Assert.Equal(_folder["models", name], catalog.Find(name, NetworkKind.Interpolation).File);
            Assert.Equal(16, menu.Describe(new PostProcessing(Interpolate: 2, Interpolator: name), Made).FramesPerSecond);
        }
    }

    [Fact]
    public void Names_AreNeverPaths()
    {
        var menu = Menu(Repository.Models);
        foreach (
            string path in new[]
            {
                Path.Combine(Repository.Models, "realesrgan-tiny", "realesr-tiny-x4.pth"),
                "/etc/passwd",
                "..",
                "flownet",
            }
        )
            Assert.Contains(
                "Choose one of", Refusal(menu, new PostProcessing(Upscale: true, Upscaler: path)), StringComparison.Ordinal);
        Assert.Contains(
            "Choose one of",
            Refusal(
                menu,
                new PostProcessing(Interpolate: 2, Interpolator: Path.Combine(Repository.Models, "rife-tiny", "flownet.pkl"))),
            StringComparison.Ordinal
        );
        Assert.Contains("choose 2 or 4", Refusal(menu, new PostProcessing(Interpolate: 3)), StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static string Refusal(PostProcessingMenu menu, PostProcessing postProcessing) =>
        Assert.Throws<InvalidRequestException>(() => menu.Describe(postProcessing, Made)).Message;

    private static PostProcessingMenu Menu(string folder) =>
        new(new PostProcessor(folder, new NetworkOptions(), new UpscalingOptions()));
}
