using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Conversion;

/// <summary>A SAT autoencoder's tensors under the names of diffusers, and its config.json.</summary>
/// <remarks>Source: CogVideo tools/convert_weight_sat2hf.py, convert_vae. SAT counts the decoder's blocks from the end.</remarks>
internal static partial class SatVae
{
    // The discriminator that it was trained against.
    private const string Dropped = "loss.";

    public static bool Recognizes(ITensorFile file) =>
        file.Tensors.Keys.Any(name => name.StartsWith("decoder.up.", StringComparison.Ordinal));

    /// <exception cref="ModelLoadException">A tensor is not known.</exception>
    public static List<TensorSource> Convert(ITensorFile file)
    {
        int upBlocks = Count(file.Tensors.Keys, UpBlock());
        return [.. file.Tensors.Keys.Where(name => !name.StartsWith(Dropped, StringComparison.Ordinal))
            .Select(name => TensorSource.Of(file, name) with { Name = Name(file, name, upBlocks) })
            .OrderBy(tensor => tensor.Name, StringComparer.Ordinal)];
    }

    /// <exception cref="ModelLoadException">A tensor that decides something is missing.</exception>
    public static JsonObject Config(string path, IEnumerable<TensorSource> tensors, SatVariant variant)
    {
        var shapes = tensors.ToDictionary(tensor => tensor.Name, tensor => tensor.Shape, StringComparer.Ordinal);
        long Size(string name, int axis) => shapes.TryGetValue(name, out var shape) && shape.Count > axis
            ? shape[axis]
            : throw new ModelLoadException(path, $"the tensor that becomes {name} is missing; this is no SAT autoencoder.");
        int blocks = Count(shapes.Keys, DownBlock());
        JsonArray OfBlocks(Func<int, JsonNode> value) => new([.. Enumerable.Range(0, blocks).Select(value)]);
        return new JsonObject
        {
            ["_class_name"] = "AutoencoderKLCogVideoX",
            ["act_fn"] = "silu",
            ["block_out_channels"] = OfBlocks(i => Size($"encoder.down_blocks.{i}.resnets.0.conv1.conv.weight", 0)),
            ["down_block_types"] = OfBlocks(_ => "CogVideoXDownBlock3D"),
            ["force_upcast"] = true,
            ["in_channels"] = Size("encoder.conv_in.conv.weight", 1),
            ["invert_scale_latents"] = variant.InvertScaleLatents,
            ["latent_channels"] = Size("decoder.conv_in.conv.weight", 1),
            ["latents_mean"] = null,
            ["latents_std"] = null,
            ["layers_per_block"] = Count(shapes.Keys, FirstBlock()),
            ["norm_eps"] = 1e-6,
            ["norm_num_groups"] = variant.NormGroups,
            ["out_channels"] = Size("decoder.conv_out.conv.weight", 0),
            ["sample_height"] = 480,
            ["sample_width"] = 720,
            ["scaling_factor"] = variant.ScalingFactor,
            ["shift_factor"] = null,
            ["temporal_compression_ratio"] = 4,
            ["up_block_types"] = OfBlocks(_ => "CogVideoXUpBlock3D"),
            ["use_post_quant_conv"] = false,
            ["use_quant_conv"] = false,
        };
    }

    private static string Name(ITensorFile file, string name, int upBlocks)
    {
        if (BlockName().Match(name) is not { Success: true } match)
        {
            return EndName().IsMatch(name)
                ? name
                : throw new ModelLoadException(
                    file.Path, $"a SAT autoencoder has no tensor {name}; it belongs to another architecture.");
        }

        string Group(string group) => match.Groups[group].Value;
        string part = Group("part").Replace("nin_shortcut", "conv_shortcut", StringComparison.Ordinal);
        string half = Group("half");
        if (match.Groups["mid"].Success)
            return $"{half}.mid_block.resnets.{Number(Group("mid")) - 1}.{part}";
        string block = match.Groups["up"].Success
            ? $"up_blocks.{upBlocks - 1 - Number(Group("up"))}"
            : $"down_blocks.{Group("down")}";
        string inner = match.Groups["resnet"].Success ? $"resnets.{Group("resnet")}" : $"{Group("sampler")}rs.0";
        return $"{half}.{block}.{inner}.{part}";
    }

    private static int Count(IEnumerable<string> names, Regex number) =>
        names
            .Select(name => number.Match(name))
            .Where(match => match.Success)
            .Select(match => match.Groups[1].Value)
            .Distinct()
            .Count();

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        @"^(?<half>encoder|decoder)\.(?:mid\.block_(?<mid>[12])|(?:down\.(?<down>[0-9]{1,3})|up\.(?<up>[0-9]{1,3}))\.(?:block\.(?<resnet>[0-9]{1,3})|(?<sampler>downsample|upsample)))\.(?<part>.+)\z"
    )]
    private static partial Regex BlockName();

    // What diffusers calls the same.
    [GeneratedRegex(@"^(encoder|decoder)\.(conv_in|conv_out|norm_out)\.")]
    private static partial Regex EndName();

    [GeneratedRegex(@"^decoder\.up\.([0-9]+)\.")]
    private static partial Regex UpBlock();

    [GeneratedRegex(@"^encoder\.down_blocks\.([0-9]+)\.")]
    private static partial Regex DownBlock();

    [GeneratedRegex(@"^encoder\.down_blocks\.0\.resnets\.([0-9]+)\.")]
    private static partial Regex FirstBlock();
}
