using CogSpace.Pipeline;
using CogSpace.Pipeline.Hardware;
using CogSpace.Verification.Checks;

namespace CogSpace.Verification;

/// <summary>Computes cases and compares with what the reference computed. One check per kind of case.</summary>
public sealed class GoldenRunner
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

    private readonly GoldenSet _set;
    private readonly Device _device;
    private readonly ScalarType? _only;

    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public GoldenRunner(GoldenSet set, GoldenOptions options)
    {
        _set = set;
        var place = ComputePlace.Choose(new PipelineOptions { Device = options.Device, Type = options.Type });
        _device = place.Device;
        _only = options.Type == ComputeType.Auto ? null : place.Type;
    }

    /// <summary>Computes one case. Whatever fails, on a machine that was never tried, is the case's result and ends nothing else.</summary>
    /// <param name="name">One of <see cref="GoldenSet.Cases"/>.</param>
    public GoldenResult Run(string name)
    {
        using var exact = new ExactFloat32();
        GoldenCase? golden = null;
        try
        {
            golden = new GoldenCase(_set, name, _device, _only);
            if (golden.LeftOut is { } reason)
                return new GoldenResult(name, [], [], LeftOut: reason);
            if (!Checks.TryGetValue(golden.Kind, out var check))
                return new GoldenResult(name, [], [], $"Nothing checks cases of the kind \"{golden.Kind}\".");
            using (NewDisposeScope())
                check(golden);
            return new GoldenResult(name, golden.Comparisons, golden.PassedOver, Problem(golden));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            string problem = e is MismatchException or CogSpaceException ? e.Message : $"{e.GetType().Name}: {e.Message}";
            return new GoldenResult(name, golden?.Comparisons ?? [], golden?.PassedOver ?? [], problem);
        }
        finally
        {
            golden?.Dispose();
        }
    }

    private static string? Problem(GoldenCase golden)
    {
        var far = golden.Comparisons.Where(comparison => !comparison.IsClose).Select(comparison => comparison.Name).Distinct().ToList();
        if (far.Count > 0)
            return $"too far from the reference: {string.Join(", ", far)}";
        var overlooked = golden.Overlooked.ToList();
        return overlooked.Count > 0 ? $"never compared: {string.Join(", ", overlooked)}" : null;
    }
}
