using System.Globalization;

namespace CogSpace.Web.Tests.Browser;

/// <summary>What a visitor brings is what the video shows: measured on the pictures that come back.</summary>
public sealed class SourcesObeyedTests(Chromium chromium, SharedServers servers, ITestOutputHelper output)
{
    [Theory]
    [InlineData(2)]
    [InlineData(6, Traits = ["kind", "slow"])]
    public async Task Pictures_EachVideoBeginsWithItsOwn(int pictures)
    {
        using var folder = new TemporaryFolder();
        var server = await servers.AddressAsync("Studio__Steps=20");
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        var quality = new List<double>();
        foreach (var (scene, prompt, _) in StartPictures.All.Take(pictures))
        {
            string picture = folder[$"{quality.Count}.png"];
            await StartPictures.SaveAsync(scene, picture);
            var clip = await MakeAsync(
                studio, "image", picture, prompt, seed: 3000 + quality.Count, folder[$"{quality.Count}.mp4"]);
            Assert.Equal((DrawnScene.Width, DrawnScene.Height, 49), (clip.Width, clip.Height, clip.Frames.Count));
            quality.Add(DecodedClip.Psnr(scene.Render(), clip.Frames[0]));
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{prompt}: {quality[^1]:0.0} dB"));
        }

        Assert.True(
            quality.Average() >= StartPictures.MeanPsnr && quality.Min() >= StartPictures.LeastPsnr,
            string.Join(", ", quality));
    }

    [Fact]
    public async Task Video_IsRecolouredAndMovesAsItDid()
    {
        using var folder = new TemporaryFolder();
        await DrawnFilm.SaveAsync(folder["film.mp4"]);
        var server = await servers.AddressAsync();
        await using var browser = await chromium.NewContextAsync();
        var studio = await Studio.OpenAsync(browser, server);
        await studio.TabAsync("video");
        foreach (var (colour, seed) in new[] { ("green", 1), ("purple", 3) })
        {
            var seen = new MovingShape(
                await MakeAsync(
                    studio, "video", folder["film.mp4"], $"a {colour} circle moves from left to right on a white background",
                    seed, folder[$"{colour}.mp4"], strength: "0.6")
            );
            double correlation = DrawnFilm.Correlation(seen.Path);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seen}, correlation {correlation:0.000}"));
            Assert.True(seen is { Background: "white" } && seen.Shape == colour, $"{colour}: {seen}");
            Assert.True(
                correlation >= DrawnFilm.LeastCorrelation,
                $"{colour}: the shape's way has a correlation of {correlation} with the film's.");
        }
    }

    private static async Task<DecodedClip> MakeAsync(
        Studio studio, string tab, string source, string prompt, int seed, string target, string? strength = null)
    {
        await studio.ChooseAsync(tab, source);
        if (strength is not null)
            await studio["strength"].FillAsync(strength);
        await File.WriteAllBytesAsync(
            target, await studio.MakeAsync(prompt, seed.ToString(CultureInfo.InvariantCulture)),
            TestContext.Current.CancellationToken);
        return await DecodedClip.ReadAsync(target);
    }
}
