using System.ComponentModel.DataAnnotations;
using CogSpace.PostProcess.Media;

namespace CogSpace.PostProcess.Tests.Media;

public sealed class ReadingOptionsTests
{
    [Fact]
    public void Ctor_DefaultsAreValid() => Assert.Empty(Complaints(new ReadingOptions()));

    [Fact]
    public void OutOfRange_IsRefusedByName()
    {
        Assert.Equal(["PictureMegabytes"], Complaints(new ReadingOptions { PictureMegabytes = 0 }));
        Assert.Equal(["PictureMegapixels"], Complaints(new ReadingOptions { PictureMegapixels = 201 }));
        Assert.Equal(["VideoMegabytes"], Complaints(new ReadingOptions { VideoMegabytes = -1 }));
        Assert.Equal(["VideoMegapixels"], Complaints(new ReadingOptions { VideoMegapixels = 0 }));
        Assert.Equal(["VideoLength"], Complaints(new ReadingOptions { VideoLength = TimeSpan.Zero }));
        Assert.Equal(["VideoFramesPerSecond"], Complaints(new ReadingOptions { VideoFramesPerSecond = 1001 }));
        Assert.Equal(["LeastSide"], Complaints(new ReadingOptions { LeastSide = 0 }));
        Assert.Equal(["MostSide"], Complaints(new ReadingOptions { MostSide = 65_536 }));
        Assert.Equal(["MostAspect"], Complaints(new ReadingOptions { MostAspect = 1 }));
        Assert.Equal(["Timeout"], Complaints(new ReadingOptions { Timeout = TimeSpan.FromSeconds(4) }));
    }

    private static IEnumerable<string> Complaints(ReadingOptions options)
    {
        var results = new List<ValidationResult>();
        Validator.TryValidateObject(options, new ValidationContext(options), results, validateAllProperties: true);
        return results.SelectMany(result => result.MemberNames);
    }
}
