using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Keeps one model loaded: asking for another frees it first.</summary>
internal sealed class ModelHost(PipelineOptions options) : IDisposable
{
    private CogVideoXPipeline? _pipeline;
    private string? _folder;
    private ComputeType _type;

    /// <summary>Where and how models compute.</summary>
    public PipelineOptions Options => options;

    /// <summary>
    /// The model, loaded by now: all of it, or what is always needed if only a part should be in memory at a time. Only one
    /// caller may use it at a time.
    /// </summary>
    /// <param name="model">Which.</param>
    /// <param name="loading">Told when it has to be loaded, which takes a while.</param>
    /// <param name="type">The number type; null: <see cref="TypeFor"/>.</param>
    /// <param name="cancel">Given up between tensors.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public Task<CogVideoXPipeline> LoadAsync(
        Model model, Action? loading = null, ComputeType? type = null, CancellationToken cancel = default) =>
        LoadAsync(model, OptionsFor(model, type), mode: null, loading, cancel);

    /// <summary>
    /// The number type that a model computes in on this machine. It is part of the result, so what is done again has to be
    /// done in the same.
    /// </summary>
    /// <exception cref="InvalidRequestException">There is no such device.</exception>
    public ComputeType TypeFor(Model model) => options.Resolved(model.Info.Preset).Type;

    /// <summary>Whether a video was computed as this host would be asked to: where it chooses by itself, in any way.</summary>
    internal bool ComputesLike(Computation made) =>
        (made.Weights == "int8") == (options.Weights == WeightKind.I8)
        && options.Type switch
        {
            ComputeType.Auto => true,
            ComputeType.F32 => made.Type == "float32",
            ComputeType.BF16 => made.Type == "bfloat16",
            _ => made.Type == "float16",
        };

    /// <summary>Decides how a video fits into memory.</summary>
    /// <exception cref="InvalidRequestException">It does not; the message has the numbers.</exception>
    public MemoryChoice Fit(Model model, GenerationPlan plan, ComputeType? type = null) =>
        new MemoryPreflight(model, OptionsFor(model, type)).Choose(plan, FreeMemory.For(options));

    /// <summary>
    /// Makes something with a model. Where memory runs out on the way, it is made once more in the way that takes less.
    /// </summary>
    /// <param name="model">Which.</param>
    /// <param name="plan">What is made.</param>
    /// <param name="fit">Of <see cref="Fit"/>.</param>
    /// <param name="make">Makes it, with the plan and in the way that it is given; has to be able to begin again.</param>
    /// <param name="loading">Told when the model has to be loaded, which takes a while.</param>
    /// <param name="type">The number type; null: <see cref="TypeFor"/>.</param>
    /// <param name="cancel">Given up between tensors.</param>
    /// <exception cref="MemoryShortageException">Memory ran out twice; the message has the numbers.</exception>
    public async Task<T> MakeAsync<T>(
        Model model, GenerationPlan plan, MemoryChoice fit,
        Func<CogVideoXPipeline, GenerationPlan, MemoryChoice, Task<T>> make, Action? loading = null, ComputeType? type = null,
        CancellationToken cancel = default)
    {
        var options = OptionsFor(model, type);

        async Task<T> TryAsync(MemoryChoice way)
        {
            var pipeline = await LoadAsync(model, options, way.Mode, loading, cancel);
            return await make(pipeline, plan with { Tiled = way.Tiled }, way);
        }

        try
        {
            return await TryAsync(fit);
        }
        catch (MemoryShortageException e)
        {
            Unload();
            if (new MemoryPreflight(model, options).Cheaper(plan, fit) is not { } cheaper)
                throw Failure(e, fit);
            try
            {
                return await TryAsync(cheaper);
            }
            catch (MemoryShortageException again)
            {
                Unload();
                throw Failure(again, fit, cheaper);
            }
        }
    }

    /// <summary>A model's autoencoder by itself, beside what is loaded.</summary>
    /// <param name="model">Which.</param>
    /// <param name="tiling">Whether large pictures are cut into tiles.</param>
    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    internal Autoencoder LoadAutoencoder(Model model, bool tiling) => model.LoadAutoencoder(options with { Tiling = tiling });

    public void Dispose() => Unload();

    private async Task<CogVideoXPipeline> LoadAsync(
        Model model, PipelineOptions options, MemoryMode? mode, Action? loading, CancellationToken cancel)
    {
        if (
            _pipeline is not null
            && _folder == model.Info.Folder
            && _type == options.Type
            && (mode is null || _pipeline.Memory == mode)
        )
            return _pipeline;
        loading?.Invoke();
        Unload();
        _pipeline = await Task.Run(
            () => model.Load(options with { Memory = mode ?? WithoutPlan(model, options) }, cancel), cancel);
        (_folder, _type) = (model.Info.Folder, options.Type);
        return _pipeline;
    }

    // What nobody has asked for yet is loaded as far as the video fits that the model was made for, and not refused.
    private static MemoryMode WithoutPlan(Model model, PipelineOptions options)
    {
        if (options.Memory != MemoryMode.Auto)
            return options.Memory;
        try
        {
            return new MemoryPreflight(model, options).FindUsual(FreeMemory.For(options))?.Mode ?? MemoryMode.Sequential;
        }
        catch (InvalidRequestException) // its usual video cannot be made; a request for it is refused
        {
            return MemoryMode.Sequential;
        }
    }

    private PipelineOptions OptionsFor(Model model, ComputeType? type) =>
        (type is { } given ? options with { Type = given } : options).Resolved(model.Info.Preset);

    private MemoryShortageException Failure(MemoryShortageException e, params ReadOnlySpan<MemoryChoice> tried)
    {
        var ways = new List<string>();
        foreach (var way in tried)
            ways.Add(
                $"{way.Mode.ToString().ToLowerInvariant()}{(way.Tiled ? " with tiles" : "")}, about {ByteSize.Format(way.Need)}");
        string free = tried[0].Free is { } before
            ? $" {ByteSize.Format(before)} were free before, " +
                $"{(FreeMemory.For(options) is { } now ? ByteSize.Format(now) : "nobody knows how much")} now."
            : "";
        return new MemoryShortageException(
            $"{e.Message} Tried: {string.Join("; then ", ways)}.{free} Fewer frames or a smaller size take less.", e);
    }

    private void Unload()
    {
        _pipeline?.Dispose();
        (_pipeline, _folder) = (null, null);
    }
}
