using System.Text.Json;
using System.Text.Json.Nodes;
using CogSpace.Pipeline.Conversion;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Weights;

namespace CogSpace.Pipeline;

/// <summary>
/// Brings a model from the layout of SAT, in which CogVideoX was trained, into that of diffusers. One tensor is in memory at a
/// time.
/// </summary>
/// <remarks>Source: CogVideo tools/convert_weight_sat2hf.py.</remarks>
public static class SatConversion
{
    private const string Stem = "diffusion_pytorch_model";
    private const string Scheduler = "scheduler";
    private const string Index = "model_index.json";

    private static readonly string[] Needed = ["transformer", "vae", "text_encoder", "tokenizer"];
    private static readonly string[] Copied = ["text_encoder", "tokenizer"];
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the folder. Nothing of it is there until all is complete.</summary>
    /// <returns>What the person should know, a sentence each.</returns>
    /// <exception cref="CogSpaceException">An input is damaged or of another kind, or the output cannot be written.</exception>
    public static IReadOnlyList<string> Convert(SatConversionOptions options, CancellationToken cancel = default)
    {
        if (options is { Transformer: null, Vae: null })
            throw new InvalidRequestException("There is nothing to convert: name a transformer, an autoencoder, or both.");
        if (options.ShardBytes < 1)
            throw new InvalidRequestException("A file of weights needs room for something: choose a larger shard size.");
        if (options.Base is not null)
            CheckBase(options.Base);
        using var folder = StagedFolder.Create(options.Output, Parts(options));
        if (options.Transformer is { } transformer)
            ConvertTransformer(folder, transformer, options, cancel);
        if (options.Vae is { } vae)
            ConvertVae(folder, vae, options, cancel);
        if (options.Base is { } other)
        {
            foreach (string part in Copied)
                folder.Copy(Path.Combine(other, part), part, cancel);
        }

        if (!Path.Exists(Path.Combine(options.Output, Scheduler)))           // else another part was converted before
        {
            folder.Part(Scheduler);
            Write(folder, SatPipeline.Scheduler(options.Variant), Scheduler, "scheduler_config.json");
        }

        if (!Path.Exists(Path.Combine(options.Output, Index)))
            Write(folder, SatPipeline.Index(options.Variant), Index);
        folder.Publish();
        return Missing(options.Output);
    }

    private static IEnumerable<string> Parts(SatConversionOptions options)
    {
        if (options.Transformer is not null)
            yield return "transformer";
        if (options.Vae is not null)
            yield return "vae";
        foreach (string part in options.Base is null ? [] : Copied)
            yield return part;
    }

    private static void ConvertTransformer(
        StagedFolder folder, string path, SatConversionOptions options, CancellationToken cancel)
    {
        using var file = UnprefixedFile.Of(TensorFile.Open(path), SatTransformer.Recognizes);
        var tensors = SatTransformer.Convert(file).ConvertAll(tensor => options.Type is { } type ? tensor.To(type) : tensor);
        string config = WriteConfig(folder, "transformer", new SatTransformerConfig(path, tensors, options.Variant).Build());
        Check(path, tensors, weights => new CogVideoXTransformer(weights, TransformerConfig.Read(config)));
        ShardedSafetensors.Write(folder.Part("transformer"), Stem, tensors, options.ShardBytes, cancel);
    }

    private static void ConvertVae(StagedFolder folder, string path, SatConversionOptions options, CancellationToken cancel)
    {
        using var file = UnprefixedFile.Of(TensorFile.Open(path), SatVae.Recognizes);
        var tensors = SatVae.Convert(file);
        string config = WriteConfig(folder, "vae", SatVae.Config(path, tensors, options.Variant));
        Check(path, tensors, weights => new CogVideoXVae(weights, VaeConfig.Read(config)));
        ShardedSafetensors.Write(folder.Part("vae"), Stem, tensors, options.ShardBytes, cancel);
    }

    private static string WriteConfig(StagedFolder folder, string part, JsonObject config)
    {
        string path = Path.Combine(folder.Part(part), "config.json");
        Write(folder, config, part, "config.json");
        return path;
    }

    // As strict as the reference's load_state_dict, before anything large is written.
    private static void Check<TNetwork>(string path, List<TensorSource> tensors, Func<WeightScope, TNetwork> build)
        where TNetwork : IDisposable
    {
        using var planned = Checkpoint.Of(new PlannedTensors(path, tensors));
        WeightLoader.Check(planned, build);
    }

    private static void CheckBase(string folder)
    {
        foreach (string part in Copied)
        {
            if (!Directory.Exists(Path.Combine(folder, part)))
                throw new ModelLoadException(
                    folder, $"there is no {part} in this folder; name a model in the layout of diffusers.");
        }
    }

    private static void Write(StagedFolder folder, JsonObject json, params ReadOnlySpan<string> path) =>
        folder.Write(json.ToJsonString(Indented), path);

    private static List<string> Missing(string output)
    {
        var missing = Needed.Where(part => !Directory.Exists(Path.Combine(output, part))).ToList();
        return missing.Count == 0 ? [] : [$"{output} is not a whole model yet: it lacks {string.Join(", ", missing)}."];
    }
}
