using System.Collections.Concurrent;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Training;
using CogSpace.Pipeline.Weights.Loras;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline;

/// <summary>
/// A model folder in the layout of diffusers: plans requests, estimates the memory they take, and loads the pipeline.
/// </summary>
/// <remarks>
/// The configs are read once. If the files change, open the folder again. Thread-safe.
/// </remarks>
public sealed class Model
{
    private readonly ModelFolder _files;
    private readonly PipelineShape _shape;
    private readonly ModelScheduler _scheduler;
    private readonly Planning _planning;
    private readonly Lazy<T5Tokenizer> _tokenizer;
    private readonly ConcurrentDictionary<(string Device, string Type, WeightKind Weights), MemoryEstimator> _estimators = new();

    private Model(string folder, string? name, FolderContents? files)
    {
        _files = ModelFolder.Open(folder);
        (_shape, _scheduler) = (_files.ReadShape(), _files.ReadScheduler());
        _planning = new Planning(_shape, _scheduler);
        _tokenizer = new(_files.LoadTokenizer, LazyThreadSafetyMode.PublicationOnly); // it is large, and listings do without
        Info = new ModelInfo
        {
            Name = name ?? ModelInfo.NameOf(folder),
            Folder = folder,
            Files = files ?? ModelInfo.ContentsOf(folder),
            Task = _shape.Task,
            Preset = Presets.For(_shape.Transformer, _shape.Task),
            TokenLimit = _shape.Transformer.MaxTextSeqLength,
        };
    }

    /// <summary>What it is.</summary>
    public ModelInfo Info { get; }

    /// <summary>Reads a model's configs, and no network.</summary>
    /// <param name="folder">In the layout of diffusers.</param>
    /// <param name="name">What the model is called; null: as its folder.</param>
    /// <param name="files">What is in the folder; null: that is looked up.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static Model Open(string folder, string? name = null, FolderContents? files = null) => new(folder, name, files);

    /// <summary>Counts the tokens of a text, the closing one included.</summary>
    /// <exception cref="ModelLoadException">The tokenizer is missing or damaged.</exception>
    public int CountTokens(string text) => _tokenizer.Value.Count(text);

    /// <summary>Says how much of a prompt the model does not know, as of one in another script.</summary>
    /// <returns>One sentence; null where it knows half of the words or more.</returns>
    /// <exception cref="ModelLoadException">The tokenizer is missing or damaged.</exception>
    public string? NoteOnUnknownWords(string prompt) => UnknownWords.Of(prompt, _tokenizer.Value.Knows).Note;

    /// <summary>Fills in what a request leaves to the model, or refuses it: a request is refused here or nowhere.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="source">Of the video that is restyled or inverted; else null.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    /// <exception cref="ModelLoadException">
    /// The tokenizer or a LoRA is damaged, or a LoRA was made for another model.
    /// </exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? source = null)
    {
        var plan = _planning.Plan(request, source, CountTokens);
        if (NoteOnUnknownWords(request.Prompt) is { } unknown)
            plan = plan with { Notes = [unknown, .. plan.Notes] };
        return request.Loras is { Count: > 0 } loras ? plan with { Notes = [.. plan.Notes, .. Check(loras)] } : plan;
    }

    /// <summary>Plans only the frames that come out: what a request that is not complete yet would make.</summary>
    /// <param name="source">The video that is restyled; null: there is none.</param>
    /// <param name="width">In pixels; null: the model's own.</param>
    /// <param name="height">In pixels; null: the model's own.</param>
    /// <param name="frames">Frames, of a video the most that are taken; null: the model's own.</param>
    /// <exception cref="InvalidRequestException">The model makes no such video.</exception>
    public PlannedFrames PlanFrames(VideoInfo? source, int? width = null, int? height = null, int? frames = null) =>
        _planning.PlanFrames(source, width, height, frames);

    /// <summary>The sizes and lengths that are worth offering.</summary>
    public VideoShapes Shapes => _shape.Offered;

    /// <summary>Plans what the model was made for: a video of its own size and length.</summary>
    /// <exception cref="InvalidRequestException">That video cannot be made; then the model's config is odd.</exception>
    public GenerationPlan PlanUsual() => _planning.PlanUsual();

    /// <summary>Estimates the memory that a plan takes, by memory mode.</summary>
    /// <param name="plan">Of this model.</param>
    /// <param name="options">Where and how it would be computed.</param>
    /// <exception cref="ModelLoadException">A file of the model or a LoRA is missing or damaged.</exception>
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public MemoryNeeds Memory(GenerationPlan plan, PipelineOptions options) =>
        Memory(plan, ComputePlace.Choose(options), options.Weights);

    /// <summary>As the other, for a place that is known already: libtorch is not asked, nor loaded.</summary>
    /// <param name="plan">Of this model.</param>
    /// <param name="place">Where and in what it would be computed.</param>
    /// <param name="weights">How matrices would be kept.</param>
    /// <exception cref="ModelLoadException">A file of the model or a LoRA is missing or damaged.</exception>
    public MemoryNeeds Memory(GenerationPlan plan, ComputeSummary place, WeightKind weights) =>
        Memory(plan, ComputePlace.Of(place), weights);

    /// <summary>Whether the pictures of a plan are large enough to be cut into tiles.</summary>
    public bool CanTile(GenerationPlan plan) => _shape.CanTile(plan.Width, plan.Height);

    /// <summary>
    /// Loads the networks, or, if only a part of the model is to be in memory at a time, checks that they can be loaded.
    /// </summary>
    /// <param name="options">Where and how it computes.</param>
    /// <param name="cancel">Gives up between tensors.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public CogVideoXPipeline Load(PipelineOptions options, CancellationToken cancel = default) =>
        CogVideoXPipeline.Load(_files, _shape, _scheduler, _tokenizer.Value, options, transformer: null, cancel);

    /// <summary>Chooses the size and the frames in which a video is learned from.</summary>
    /// <param name="source">The video.</param>
    /// <param name="width">In pixels; null: the model's own.</param>
    /// <param name="height">In pixels; null: the model's own.</param>
    /// <param name="frames">Null: the model's own.</param>
    /// <exception cref="InvalidRequestException">
    /// The model makes no videos of that size or length, or the video is too short.
    /// </exception>
    public PlannedFrames PlanTrainingClip(VideoInfo source, int? width = null, int? height = null, int? frames = null) =>
        _planning.PlanTrainingClip(source, width, height, frames);

    /// <summary>Loads what encodes clips for training: the autoencoder and the text encoder.</summary>
    /// <param name="options">Where and how it computes.</param>
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    /// <exception cref="ModelLoadException">The tokenizer is missing or damaged. Networks are loaded later.</exception>
    public ClipEncoder LoadClipEncoder(PipelineOptions options) => new(_files, _shape, _tokenizer.Value, options);

    /// <summary>By which it is known what encoded a clip: the same for models with the same encoders.</summary>
    /// <exception cref="ModelLoadException">A file of the model is missing or damaged.</exception>
    public string DigestEncoders()
    {
        using Checkpoint text = _files.OpenTextEncoder(), vae = _files.OpenVae();
        return $"{CheckpointDigest.Of(text)} {CheckpointDigest.Of(vae)} {_shape.Task}";
    }

    /// <summary>Estimates the memory that a training takes.</summary>
    /// <param name="options">What is trained, and how.</param>
    /// <param name="compute">Device and number type; for a LoRA also how the model's matrices are kept.</param>
    /// <param name="clip">Size and frames of the largest clip.</param>
    /// <exception cref="InvalidRequestException">A setting is not possible, or there is no such device.</exception>
    /// <exception cref="ModelLoadException">A file of the model is missing or damaged.</exception>
    public TrainingNeeds TrainingMemory(TrainingOptions options, PipelineOptions compute, VideoInfo clip)
    {
        options.Check();
        using var checkpoint = _files.OpenTransformer();
        return TrainingBytes.Of(
            checkpoint, _shape.Transformer, options, ComputePlace.Choose(compute), compute.Weights,
            _shape.LatentSize(clip));
    }

    /// <summary>Loads the transformer to train it, or a LoRA for it.</summary>
    /// <param name="options">What is trained, and how.</param>
    /// <param name="compute">Device and number type; for a LoRA also how the model's matrices are kept.</param>
    /// <param name="data">Encoded clips.</param>
    /// <param name="folder">Gets checkpoints and the result; exists.</param>
    /// <param name="resume">Goes on from the last checkpoint in the folder, if there is one.</param>
    /// <param name="cancel">Gives up between tensors.</param>
    /// <exception cref="InvalidRequestException">
    /// A setting is not possible, the clips do not fit the model, or the checkpoint is of another training.
    /// </exception>
    /// <exception cref="ModelLoadException">A file is missing or damaged.</exception>
    public Trainer LoadTrainer(
        TrainingOptions options, PipelineOptions compute, TrainingData data, string folder, bool resume = false,
        CancellationToken cancel = default) =>
        Trainer.Load(_files, _shape, _scheduler, options, compute, data, folder, resume, cancel);

    /// <summary>
    /// A pipeline that computes with a trainer's weights as they are, between its steps. Text encoder and autoencoder are in
    /// memory only while they work.
    /// </summary>
    /// <param name="trainer">Of this model; makes no steps until the pipeline is disposed.</param>
    /// <param name="options">As the trainer was loaded with.</param>
    /// <param name="cancel">Gives up between tensors.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public CogVideoXPipeline LoadSampler(Trainer trainer, PipelineOptions options, CancellationToken cancel = default) =>
        CogVideoXPipeline.Load(
            _files, _shape, _scheduler, _tokenizer.Value,
            options with { Memory = MemoryMode.Model, PreviewInterval = null },
            trainer.LendNetwork(), cancel);

    /// <summary>Loads the autoencoder alone.</summary>
    /// <param name="options">Where and how it computes; <see cref="PipelineOptions.Tiling"/> null means no tiles.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    /// <exception cref="InvalidRequestException">There is no such device, or it does not compute in that type.</exception>
    public Autoencoder LoadAutoencoder(PipelineOptions options) => Autoencoder.Load(_files, _shape.Vae, options);

    /// <summary>Chooses the frames and the size that the autoencoder is given of a picture or video.</summary>
    /// <param name="source">What is to be encoded; a picture is a video of one frame.</param>
    /// <param name="width">Null: the source's own, down to what is possible.</param>
    /// <param name="height">Null: the source's own, down to what is possible.</param>
    /// <param name="frames">The most to take; null: all.</param>
    /// <exception cref="InvalidRequestException">The autoencoder cannot do that.</exception>
    public AutoencoderPlan PlanAutoencoder(VideoInfo source, int? width, int? height, int? frames) =>
        AutoencoderPlan.Of(_shape.Vae, source, width, height, frames);

    private MemoryNeeds Memory(GenerationPlan plan, ComputePlace place, WeightKind weights) =>
        _estimators
            .GetOrAdd(
                (place.DeviceName, place.TypeName, weights), _ => new MemoryEstimator(_files, _shape, place, weights))
            .Of(plan);

    // Refuses what does not fit; gives back what else is to be said.
    private List<string> Check(IReadOnlyList<LoraFile> loras)
    {
        var notes = new List<string>();
        using var weights = _files.OpenTransformer();
        foreach (var lora in loras)
        {
            using var adapter = LoraAdapter.Open(lora.Path);
            adapter.RefuseMisfits(layer => weights.Find($"{layer}.weight")?.Shape);
            notes.AddRange(adapter.Notes);
        }

        return notes;
    }
}
