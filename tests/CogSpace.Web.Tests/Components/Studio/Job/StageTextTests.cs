using CogSpace.Web.Components.Studio.Job;

namespace CogSpace.Web.Tests.Components.Studio.Job;

public sealed class StageTextTests
{
    [Theory]
    [InlineData(0.4, "less than a second")]
    [InlineData(26.2, "about 27 s")]
    [InlineData(91, "about 2 min")]
    [InlineData(7200, "about 2 h")]
    [InlineData(9000, "about 2.5 h")]
    [InlineData(123456, "about 34 h")]
    public void Time_IsRounded(double seconds, string text) => Assert.Equal(text, StageText.Time(seconds));
}
