namespace CogSpace.Pipeline.Tests;

/// <summary>Whatever is wrong with a model folder ends in a sentence that names the file.</summary>
public sealed class ModelLoadingTests : IDisposable
{
    private static readonly PipelineOptions Options = new() { Device = "cpu", Type = ComputeType.F32 };

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoFolder_SaysSo() => AssertRefused(_folder["none"], "there is no such folder");

    [Fact]
    public void Load_EmptyFolder_NamesTheMissingIndex() => AssertRefused(_folder.FullPath, "model_index.json");

    [Theory]
    [InlineData("transformer/diffusion_pytorch_model.safetensors")]
    [InlineData("vae/diffusion_pytorch_model.safetensors")]
    [InlineData("text_encoder/model.safetensors")]
    [InlineData("transformer/config.json")]
    [InlineData("scheduler/scheduler_config.json")]
    [InlineData("tokenizer/spiece.model")]
    public void Load_MissingOrCutFile_NamesIt(string file)
    {
        string folder = _folder.CopyOf(Repository.TinyModel);
        string path = Path.Combine(folder, file);
        byte[] whole = File.ReadAllBytes(path);

        File.WriteAllBytes(path, whole[..(whole.Length / 2)]);
        AssertRefused(folder, Path.GetFileName(path));
        File.Delete(path);
        AssertRefused(folder, Path.GetFileName(path));
    }

    [Theory]
    [InlineData("transformer/config.json", "\"patch_size_t\": null", "\"patch_size_t\": 3", "patch_size_t is 3")]
    [InlineData(
        "transformer/config.json", "\"activation_fn\": \"gelu-approximate\"", "\"activation_fn\": \"relu\"",
        "activation_fn is relu")]
    [InlineData("transformer/config.json", "\"num_layers\": 6", "\"num_layers\": 0", "num_layers is 0")]
    [InlineData(
        "transformer/config.json", "\"num_layers\": 6", "\"num_layers\": 5", "no place for the tensors transformer_blocks.5")]
    [InlineData(
        "transformer/config.json", "\"num_layers\": 6", "\"num_layers\": 7",
        "transformer_blocks.6.norm1.linear.weight is missing")]
    [InlineData("transformer/config.json", "\"num_layers\": 6", "\"num_layers\": \"six\"", "num_layers")]
    [InlineData("transformer/config.json", "\"num_layers\": 6", "\"layers\": 6", "num_layers")]
    [InlineData(
        "transformer/config.json", "\"time_embed_dim\": 128", "\"time_embed_dim\": 64",
        "time_embedding.linear_1.weight is BF16 (128, 128)")]
    [InlineData("transformer/config.json", "\"in_channels\": 8", "\"in_channels\": 12", "takes 12 channels and makes 8")]
    [InlineData("transformer/config.json", "\"ofs_embed_dim\": null", "\"ofs_embed_dim\": 64", "ofs_embed_dim is 64")]
    [InlineData(
        "transformer/config.json", "\"norm_elementwise_affine\": true", "\"norm_elementwise_affine\": false",
        "norm_elementwise_affine is False")]
    [InlineData(
        "transformer/config.json", "\"flip_sin_to_cos\": true", "\"flip_sin_to_cos\": false", "flip_sin_to_cos is False")]
    [InlineData("transformer/config.json", "\"freq_shift\": 0", "\"freq_shift\": 1", "freq_shift is 1")]
    [InlineData(
        "vae/config.json", "\"temporal_compression_ratio\": 4", "\"temporal_compression_ratio\": 3",
        "temporal_compression_ratio is 3, which is not supported; expected 1, 2, 4 or 8")]
    [InlineData("vae/config.json", "\"use_quant_conv\": false", "\"use_quant_conv\": true", "use_quant_conv is True")]
    [InlineData("text_encoder/config.json", "\"d_kv\": 24", "\"d_kv\": 0", "d_kv is 0, which is not supported; expected a pos")]
    [InlineData(
        "scheduler/scheduler_config.json", "\"beta_end\": 0.012", "\"beta_end\": 1.5", "beta_start and beta_end is 0.00085")]
    [InlineData(
        "scheduler/scheduler_config.json", "\"clip_sample\": false", "\"clip_sample\": true", "clip_sample is True")]
    [InlineData(
        "vae/config.json", "\"use_post_quant_conv\": false", "\"use_post_quant_conv\": true", "use_post_quant_conv is True")]
    [InlineData("vae/config.json", "\"latent_channels\": 8", "\"latent_channels\": 16", "latents of 8 channels")]
    [InlineData(
        "text_encoder/config.json", "\"feed_forward_proj\": \"gated-gelu\"", "\"feed_forward_proj\": \"relu\"",
        "feed_forward_proj is relu")]
    [InlineData(
        "scheduler/scheduler_config.json", "\"prediction_type\": \"v_prediction\"", "\"prediction_type\": \"epsilon\"",
        "prediction_type is epsilon")]
    [InlineData(
        "scheduler/scheduler_config.json", "\"timestep_spacing\": \"trailing\"", "\"timestep_spacing\": \"karras\"",
        "timestep_spacing is karras")]
    [InlineData(
        "model_index.json", "CogVideoXDPMScheduler", "EulerDiscreteScheduler", "EulerDiscreteScheduler is not supported")]
    [InlineData(
        "model_index.json", "CogVideoXTransformer3DModel", "UNet2DConditionModel", "transformer is UNet2DConditionModel")]
    [InlineData("model_index.json", "\"vae\"", "\"vea\"", "does not say what the vae is")]
    public void Load_ValueThatIsNotSupported_NamesIt(string file, string from, string to, string says)
    {
        string folder = _folder.CopyOf(Repository.TinyModel);
        string path = Path.Combine(folder, file);
        string text = File.ReadAllText(path);
        Assert.Contains(from, text, StringComparison.Ordinal);
        File.WriteAllText(path, text.Replace(from, to, StringComparison.Ordinal));
        AssertRefused(folder, says);
    }

    [Fact]
    public void Load_Float16OnCpu_SaysWhatToTake()
    {
        var error = Assert.Throws<InvalidRequestException>(() =>
            Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = "cpu", Type = ComputeType.F16 })
        );
        Assert.Contains("bfloat16 or float32", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu")]
    [InlineData("cuda:x")]
    [InlineData("cuda:99")]
    [InlineData("cuda:-1")]
    public void Load_UnknownDevice_SaysSo(string device) =>
        Assert.Throws<InvalidRequestException>(() =>
            Model.Open(Repository.TinyModel).Load(new PipelineOptions { Device = device })
        );

    private static void AssertRefused(string folder, string says)
    {
        var error = Assert.Throws<ModelLoadException>(() => Model.Open(folder).Load(Options));
        Assert.Contains(says, error.Message, StringComparison.Ordinal);
    }
}
