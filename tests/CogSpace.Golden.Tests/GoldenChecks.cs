using CogSpace.Golden.Tests.Checks;

namespace CogSpace.Golden.Tests;

/// <summary>The check for each kind of case.</summary>
internal static class GoldenChecks
{
    private static readonly Dictionary<string, Action<GoldenCase>> Checks = new()
    {
        ["torch_rng"] = RandomNumbers.Check,
        ["t5_tokenize"] = Tokenizing.Check,
        ["t5_encode"] = TextEncoding.Check,
        ["transformer_forward"] = TransformerForward.Check,
        ["rope_tables"] = PositionTables.Check,
        ["vae_decode"] = VaeDecoding.Check,
        ["vae_encode"] = VaeEncoding.Check,
        ["scheduler_tables"] = SchedulerTables.Check,
        ["scheduler_trace"] = SchedulerTrace.Check,
        ["scheduler_addnoise"] = AddingNoise.Check,
        ["dynamic_cfg_table"] = DynamicGuidance.Check,
        ["pipeline"] = WholePipeline.Check,
        ["strength_table"] = StrengthTable.Check,
        ["i2v_with_t2v_weights"] = ImageWithTextModel.Check,
        ["ddim_inversion"] = DdimInversion.Check,
        ["pth_loading"] = PyTorchFiles.Check,
        ["lora_forward"] = LoraForward.Check,
        ["sat_lora_export"] = SatLoras.Check,
        ["sat_transformer"] = SatTransformers.Check,
        ["sat_vae"] = SatAutoencoders.Check,
        ["image_resize"] = PictureResizing.Check,
        ["video_process"] = VideoProcessing.Check,
        ["center_crop_table"] = CropTable.Check,
        ["center_crop_pixels"] = CropPixels.Check,
        ["cv2_inter_area"] = AreaResizing.Check,
        ["rife_inference"] = FrameInterpolation.Check,
        ["rife4_inference"] = FrameAtMoment.Check,
        ["rife_sequence"] = InterpolatedSequence.Check,
        ["ssim_matlab"] = FrameSimilarity.Check,
        ["esrgan"] = SuperResolution.Check,
        ["tile_plan"] = TilePlans.Check,
        ["training"] = TrainingSteps.Check,
    };

    /// <summary>Computes a case and fails where a result is too far from the reference's or was never compared.</summary>
    public static void Run(GoldenCase golden)
    {
        Assert.True(Checks.TryGetValue(golden.Kind, out var check), $"Nothing checks cases of the kind \"{golden.Kind}\".");
        using (NewDisposeScope())
            check(golden);

        var far = golden.Comparisons.Where(comparison => !comparison.IsClose).ToList();
        Assert.True(far.Count == 0, $"Too far from the reference:\n{string.Join('\n', far)}");
        var overlooked = golden.Overlooked.ToList();
        Assert.True(overlooked.Count == 0, $"Never compared: {string.Join(", ", overlooked)}");
    }
}
