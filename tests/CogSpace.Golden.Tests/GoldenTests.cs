namespace CogSpace.Golden;

/// <summary>Every case of the set, one test each: what the reference computed is what we compute.</summary>
[Trait("kind", "golden")]
public sealed class GoldenTests
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
        ["rife_sequence"] = InterpolatedSequence.Check,
        ["ssim_matlab"] = FrameSimilarity.Check,
        ["esrgan"] = SuperResolution.Check,
        ["tile_plan"] = TilePlans.Check,
    };

    public static TheoryData<string> Cases => [.. GoldenSet.CaseNames()];

    [Theory, MemberData(nameof(Cases))]
    public void Case_MatchesReference(string name)
    {
        using var golden = new GoldenCase(name);
        Assert.True(Checks.TryGetValue(golden.Kind, out var check), $"Nothing checks cases of the kind \"{golden.Kind}\".");

        using var scope = NewDisposeScope();
        check(golden);
        Assert.Empty(golden.Overlooked);
    }
}
