using CogSpace.Generation;

namespace CogSpace.Web.Tests.Api.Transcripts;

/// <summary>Makes no video before it is let go, so that everything waits in the order in which it came.</summary>
internal sealed class HeldMaker(IVideoMaker maker, Task letGo) : PassingMaker(maker)
{
    public override async Task<GenerationResult> GenerateAsync(
        GenerationPlan plan, ModelInfo model, GenerationOutput output, IProgress<GenerationProgress>? progress = null,
        ComputeType? type = null, CancellationToken cancel = default)
    {
        await letGo.WaitAsync(cancel);
        return await base.GenerateAsync(plan, model, output, progress, type, cancel);
    }
}
