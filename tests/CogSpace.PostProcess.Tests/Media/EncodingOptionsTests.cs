using System.ComponentModel.DataAnnotations;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class EncodingOptionsTests
{
    [Fact]
    public void Ctor_DefaultsAreValid()
    {
        var options = new EncodingOptions();

        Assert.Empty(Complaints(options));
        Assert.Equal((480, 32, 75), (options.GifWidth, options.WebmCrf, options.WebpQuality));
        Assert.Equal(
            (18, "medium", TimeSpan.FromMinutes(10), null),
            (options.Crf, options.Preset, options.Timeout, options.FfmpegFolder));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(52)]
    public void Crf_OutOfRange_IsRefused(int crf) =>
        Assert.Contains("Crf", Assert.Single(Complaints(new EncodingOptions { Crf = crf })), StringComparison.Ordinal);

    [Theory]
    [InlineData(15)]
    [InlineData(4097)]
    public void GifWidth_OutOfRange_IsRefused(int width) =>
        Assert.Contains(
            "GifWidth", Assert.Single(Complaints(new EncodingOptions { GifWidth = width })), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(64)]
    public void WebmCrf_OutOfRange_IsRefused(int crf) =>
        Assert.Contains(
            "WebmCrf", Assert.Single(Complaints(new EncodingOptions { WebmCrf = crf })), StringComparison.Ordinal);

    [Theory]
    [InlineData(-1)]
    [InlineData(101)]
    public void WebpQuality_OutOfRange_IsRefused(int quality) =>
        Assert.Contains(
            "WebpQuality", Assert.Single(Complaints(new EncodingOptions { WebpQuality = quality })),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("Medium")]
    [InlineData("placebo")]
    public void Preset_Unknown_IsRefused(string preset) =>
        Assert.Equal(
            "The field Preset must be ultrafast, superfast, veryfast, faster, fast, medium, slow, slower or veryslow.",
            Assert.Single(Complaints(new EncodingOptions { Preset = preset })));

    [Theory]
    [InlineData(9)]
    [InlineData(7201)]
    public void Timeout_OutOfRange_IsRefused(int seconds) =>
        Assert.Contains(
            "Timeout", Assert.Single(Complaints(new EncodingOptions { Timeout = TimeSpan.FromSeconds(seconds) })),
            StringComparison.Ordinal);

    private static IEnumerable<string> Complaints(EncodingOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.Select(result => result.ErrorMessage!);
    }
}
