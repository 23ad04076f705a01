using CogSpace.Pipeline.Transformer;
using static CogSpace.ModelPreset;

namespace CogSpace.Pipeline;

/// <summary>Which published model a config belongs to, and what its makers recommend.</summary>
internal static class Presets
{
    // Only 2B has computed positions, and only 1.5 has patches of more than one frame.
    public static ModelPreset For(TransformerConfig config, ModelTask task)
    {
        string suffix = task == ModelTask.ImageToVideo ? "-I2V" : "";
        if (config.PatchSizeT is not null)
            return new($"CogVideoX1.5-5B{suffix}", ComputeType.BF16, SchedulerKind.Dpm, UsualGuidance, UsualSteps);
        return config.UseRotaryPositionalEmbeddings
            ? new($"CogVideoX-5B{suffix}", ComputeType.BF16, SchedulerKind.Dpm, UsualGuidance, UsualSteps)
            : new($"CogVideoX-2B{suffix}", ComputeType.F16, SchedulerKind.Ddim, UsualGuidance, UsualSteps);
    }
}
