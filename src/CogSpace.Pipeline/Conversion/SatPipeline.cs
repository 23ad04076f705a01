using System.Text.Json.Nodes;

namespace CogSpace.Pipeline.Conversion;

/// <summary>What makes a folder of networks a pipeline: the scheduler's config and model_index.json.</summary>
/// <remarks>
/// Source: CogVideo tools/convert_weight_sat2hf.py, the end of the script. The scheduler is that of the variant, not the
/// base's: their shifts differ.
/// </remarks>
internal static class SatPipeline
{
    public static JsonObject Scheduler(SatVariant variant) => new()
    {
        ["_class_name"] = "CogVideoXDDIMScheduler",
        ["beta_end"] = 0.012,
        ["beta_schedule"] = "scaled_linear",
        ["beta_start"] = 0.00085,
        ["clip_sample"] = false,
        ["num_train_timesteps"] = 1000,
        ["prediction_type"] = "v_prediction",
        ["rescale_betas_zero_snr"] = true,
        ["set_alpha_to_one"] = true,
        ["snr_shift_scale"] = variant.SnrShiftScale,
        ["steps_offset"] = 0,
        ["timestep_spacing"] = "trailing",
    };

    public static JsonObject Index(SatVariant variant) => new()
    {
        ["_class_name"] = variant.TakesImages ? "CogVideoXImageToVideoPipeline" : "CogVideoXPipeline",
        ["scheduler"] = new JsonArray("diffusers", "CogVideoXDDIMScheduler"),
        ["text_encoder"] = new JsonArray("transformers", "T5EncoderModel"),
        ["tokenizer"] = new JsonArray("transformers", "T5Tokenizer"),
        ["transformer"] = new JsonArray("diffusers", "CogVideoXTransformer3DModel"),
        ["vae"] = new JsonArray("diffusers", "AutoencoderKLCogVideoX"),
    };
}
