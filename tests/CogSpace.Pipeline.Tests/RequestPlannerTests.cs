namespace CogSpace.Pipeline.Tests;

public sealed class RequestPlannerTests
{
    private static readonly TextToVideo Request = new() { Prompt = "a red circle", Seed = 1 };

    [Fact]
    public void Plan_IsWhatTheLoadedPipelinePlans()
    {
        var planner = RequestPlanner.Load(Repository.TinyModel);
        using var pipeline = CogVideoXPipeline.Load(Repository.TinyModel, new PipelineOptions { Device = "cpu" });
        TextToVideo[] requests =
        [
            Request,
            Request with { Frames = 5, Width = 96, DynamicGuidance = false },
            Request with { Prompt = string.Concat(Enumerable.Repeat("a red circle ", 100)) },
        ];

        foreach (var request in requests)
        {
            var (planned, expected) = (planner.Plan(request), pipeline.Plan(request));
            Assert.Equal(expected.Notes, planned.Notes);
            Assert.Equal(expected, planned with { Notes = expected.Notes });
        }

        Assert.Equal(pipeline.TokenLimit, planner.Prompts.Limit);
        Assert.Equal(pipeline.CountTokens(Request.Prompt), planner.Prompts.Count(Request.Prompt));
    }

    [Fact]
    public void Plan_RefusesWhatThePipelineRefuses()
    {
        var planner = RequestPlanner.Load(Repository.TinyModel);

        Assert.Throws<InvalidRequestException>(() => planner.Plan(Request with { Prompt = " " }));
        Assert.Throws<InvalidRequestException>(() => planner.Plan(Request with { Steps = 1001 }));
        Assert.Throws<InvalidRequestException>(() => planner.Plan(Request with { Frames = 6 }));
    }
}
