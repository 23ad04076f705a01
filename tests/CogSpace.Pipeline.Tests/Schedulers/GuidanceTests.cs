using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline.Tests.Schedulers;

public sealed class GuidanceTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(1.01, true)]
    [InlineData(6, true)]
    public void Enabled_OnlyAboveOne(double scale, bool enabled) =>
        Assert.Equal(enabled, new Guidance(scale, Dynamic: false, Steps: 50).Enabled);

    [Fact]
    public void Apply_NotEnabled_IsTheVelocityItself()
    {
        using var velocity = ones(1, 2);
        Assert.Same(velocity, new Guidance(1, Dynamic: false, Steps: 50).Apply(velocity, timestep: 999));
    }

    [Fact]
    public void Apply_LeadsAwayFromTheUnguidedHalf()
    {
        using var scope = NewDisposeScope();
        var velocity = tensor(new float[] { 1, 2, 2, 4 }, [2, 2]);
        var guided = new Guidance(3, Dynamic: false, Steps: 50).Apply(velocity, timestep: 999);
        Assert.Equal([4f, 8f], guided.data<float>().ToArray());
    }
}
