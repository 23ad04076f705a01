namespace CogSpace.Core.Tests;

public sealed class DeviceChoiceTests
{
    [Theory]
    [InlineData("auto", true, null, false)]
    [InlineData("cpu", false, null, true)]
    [InlineData("cuda", false, 0, false)]
    [InlineData("cuda:0", false, 0, false)]
    [InlineData("cuda:12", false, 12, false)]
    public void Parse_ReadsTheFourForms(string text, bool isAuto, int? gpu, bool isCpu)
    {
        var choice = DeviceChoice.Parse(text);

        Assert.Equal(new DeviceChoice(isAuto, gpu), choice);
        Assert.Equal(isCpu, choice.IsCpu);
    }

    [Theory]
    [InlineData("")]
    [InlineData("toaster")]
    [InlineData("CUDA")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda:1000")]
    [InlineData("cuda:0 ")]
    public void Parse_RefusesAnythingElse(string text) =>
        Assert.Equal(
            $"\"{text}\" is not a valid device: use auto, cpu, cuda or cuda:n.",
            Assert.Throws<InvalidRequestException>(() => DeviceChoice.Parse(text)).Message);
}
