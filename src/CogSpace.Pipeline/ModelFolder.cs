using System.Text.Json;
using CogSpace.Pipeline.Preview;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Transformer;
using CogSpace.Pipeline.Vae;
using CogSpace.Weights;

namespace CogSpace.Pipeline;

/// <summary>A model as diffusers lays it out: model_index.json and a folder for each component.</summary>
internal sealed class ModelFolder
{
    private static readonly (string Component, string[] Classes)[] Supported =
    [
        ("tokenizer", ["T5Tokenizer", "T5TokenizerFast"]),
        ("text_encoder", ["T5EncoderModel", "T5ForConditionalGeneration"]),
        ("transformer", ["CogVideoXTransformer3DModel"]),
        ("vae", ["AutoencoderKLCogVideoX"]),
    ];

    private readonly string _schedulerClass;

    private ModelFolder(string path, string schedulerClass) => (Path, _schedulerClass) = (path, schedulerClass);

    public string Path { get; }

    /// <exception cref="ModelLoadException">There is no such folder, or it holds another kind of model.</exception>
    public static ModelFolder Open(string path)
    {
        if (!Directory.Exists(path))
            throw new ModelLoadException(path, "there is no such folder.");
        string index = System.IO.Path.Combine(path, "model_index.json");
        var classes = ConfigFile.Read<Dictionary<string, JsonElement>>(index);
        foreach (var (component, expected) in Supported)
        {
            string found = ClassOf(classes, component, index);
            ConfigFile.Require(expected.Contains(found), index, component, found, string.Join(" or ", expected));
        }

        return new ModelFolder(path, ClassOf(classes, "scheduler", index));
    }

    public T5Tokenizer LoadTokenizer() => T5Tokenizer.Load(Component("tokenizer"));

    public T5Config ReadTextEncoderConfig() => T5Config.Read(Component("text_encoder", "config.json"));

    public T5Encoder LoadTextEncoder(WeightStorage storage, CancellationToken cancel = default)
    {
        var config = ReadTextEncoderConfig();
        return WeightLoader.Build(OpenTextEncoder, storage, weights => new T5Encoder(weights, config), cancel);
    }

    /// <summary>The text encoder's weights, on disk; of a whole T5 those of its encoder.</summary>
    public Checkpoint OpenTextEncoder() =>
        Checkpoint.Open(Component("text_encoder"), "model", "pytorch_model").Without("decoder.", "lm_head.");

    /// <exception cref="ModelLoadException">A config is missing or damaged, or the networks do not fit each other.</exception>
    public PipelineShape ReadShape()
    {
        var shape = new PipelineShape(ReadTransformerConfig(), ReadVaeConfig());
        shape.Check(Path);
        return shape;
    }

    public TransformerConfig ReadTransformerConfig() => TransformerConfig.Read(Component("transformer", "config.json"));

    public CogVideoXTransformer LoadTransformer(
        TransformerConfig config,
        WeightStorage storage,
        CancellationToken cancel = default
    ) => WeightLoader.Build(OpenTransformer, storage, weights => new CogVideoXTransformer(weights, config), cancel);

    /// <summary>The transformer's weights, on disk.</summary>
    public Checkpoint OpenTransformer() => Checkpoint.Open(Component("transformer"), "diffusion_pytorch_model");

    public VaeConfig ReadVaeConfig() => VaeConfig.Read(Component("vae", "config.json"));

    public CogVideoXVae LoadVae(VaeConfig config, WeightStorage storage, CancellationToken cancel = default) =>
        WeightLoader.Build(OpenVae, storage, weights => new CogVideoXVae(weights, config), cancel);

    /// <summary>The autoencoder's weights, on disk.</summary>
    public Checkpoint OpenVae() => Checkpoint.Open(Component("vae"), "diffusion_pytorch_model");

    /// <summary>Where what previews are made with is kept.</summary>
    public ProjectionFile PreviewFile => new(Component("vae"));

    public ModelScheduler ReadScheduler()
    {
        string path = Component("scheduler", "scheduler_config.json");
        return new ModelScheduler(KindOf(path), SchedulerConfig.Read(path));
    }

    private SchedulerKind KindOf(string path) =>
        _schedulerClass switch
        {
            "CogVideoXDPMScheduler" => SchedulerKind.Dpm,
            "CogVideoXDDIMScheduler" => SchedulerKind.Ddim,
            _ => throw new ModelLoadException(
                path,
                $"the scheduler {_schedulerClass} is not supported; expected CogVideoXDPMScheduler or CogVideoXDDIMScheduler."),
        };

    private string Component(params ReadOnlySpan<string> parts) => System.IO.Path.Combine([Path, .. parts]);

    // "transformer": ["diffusers", "CogVideoXTransformer3DModel"]
    private static string ClassOf(Dictionary<string, JsonElement> classes, string component, string index)
    {
        if (classes.TryGetValue(component, out var entry) && entry.ValueKind == JsonValueKind.Array
            && entry.GetArrayLength() == 2 && entry[1].ValueKind == JsonValueKind.String)
            return entry[1].GetString()!;
        throw new ModelLoadException(index, $"it does not say what the {component} is; this is not a CogVideoX model.");
    }
}
