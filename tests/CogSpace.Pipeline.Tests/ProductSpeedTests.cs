using CogSpace.Pipeline.Hardware;

namespace CogSpace.Pipeline.Tests;

public sealed class ProductSpeedTests
{
    [Theory]
    [InlineData(ComputeType.F32)]
    [InlineData(ComputeType.BF16)]
    [InlineData(ComputeType.F16)]
    public void Resolved_OnACpu_IsATypeThatItComputesIn_AndStays(ComputeType recommended)
    {
        var preset = new ModelPreset("CogVideoX", recommended, SchedulerKind.Dpm, 6, 50);
        var resolved = new PipelineOptions { Device = "cpu" }.Resolved(preset);

        Assert.Contains(resolved.Type, new[] { ComputeType.F32, ComputeType.BF16 });
        Assert.Equal(resolved.Type, new PipelineOptions { Device = "cpu" }.Resolved(preset).Type);
    }

    [Fact]
    public void Resolved_TypeThatWasAskedFor_Stays() =>
        Assert.Equal(
            ComputeType.F32,
            new PipelineOptions { Device = "cpu", Type = ComputeType.F32 }
                .Resolved(new ModelPreset("", ComputeType.BF16, SchedulerKind.Dpm, 6, 50))
                .Type
        );

    [Theory]
    [InlineData(ComputeType.BF16, 1, 1.1, ComputeType.BF16)]
    [InlineData(ComputeType.F32, 1, 1.1, ComputeType.F32)]
    [InlineData(ComputeType.F16, 1, 1.1, ComputeType.F32)]
    [InlineData(ComputeType.F32, 1, 1.2, ComputeType.BF16)]
    [InlineData(ComputeType.BF16, 1.2, 1, ComputeType.F32)]
    [InlineData(ComputeType.BF16, 1.1, 1, ComputeType.BF16)]
    public void Faster_IsTakenWhereItIsClear_ElseTheRecommended(
        ComputeType recommended, double narrow, double wide,
        ComputeType taken) => Assert.Equal(taken, ProductSpeed.Faster(recommended, narrow, wide));
}
