using CogSpace.Weights;

namespace CogSpace.Pipeline.Weights.Loras;

/// <summary>An open LoRA file: which layers it changes. Its matrices are read when they are asked for.</summary>
/// <remarks>Source: arXiv:2106.09685, W' = W + alpha/r B A.</remarks>
internal sealed class LoraAdapter : IDisposable
{
    private const int NamesInMessage = 5;

    private readonly ITensorFile _file;

    private LoraAdapter(ITensorFile file)
    {
        _file = file;
        var config = LoraConfig.Read(file);
        Modules = ReadModules(file, config);
        Notes =
        [
            .. config.UnusedPatterns.Take(NamesInMessage).Select(pattern =>
                $"{Path.GetFileName(file.Path)}: the alpha pattern {pattern} matches none of the layers, so it has no effect."),
        ];
    }

    public IReadOnlyList<LoraModule> Modules { get; }

    /// <summary>What the person should know, a sentence each; usually empty.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <param name="path">A file, or a folder in which PEFT saved one.</param>
    /// <exception cref="ModelLoadException">It is damaged, is not a LoRA, or lacks halves.</exception>
    public static LoraAdapter Open(string path)
    {
        var file = TensorFile.Open(AdapterFolder.WeightsOf(path));
        try
        {
            return new LoraAdapter(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Refuses a LoRA that was made for another model.</summary>
    /// <param name="weightOf">(outputs, inputs) of a layer; null: there is no such layer.</param>
    /// <exception cref="ModelLoadException">The model has not all of the layers, or has them in other sizes.</exception>
    public void RefuseMisfits(Func<string, IReadOnlyList<long>?> weightOf)
    {
        var misfits = Modules
            .Select(module => (module, weight: weightOf(module.Layer)))
            .Where(pair =>
                pair.weight is not [var outputs, var inputs]
                || outputs != pair.module.Outputs
                || inputs != pair.module.Inputs
            )
            .Select(pair =>
                pair.weight is [var outputs, var inputs]
                    ? $"{pair.module.Layer} ({pair.module.Inputs} to {pair.module.Outputs}, in the model {inputs} to {outputs})"
                    : $"{pair.module.Layer} (not in the model)"
            )
            .ToList();
        if (misfits.Count > 0)
            throw new ModelLoadException(
                _file.Path,
                $"this LoRA was made for another model; of its {Modules.Count} layers {misfits.Count} differ: {Some(misfits)}." +
                (Modules.All(module => weightOf(module.Layer) is null) ? NoneFits() : ""));
    }

    private string NoneFits() =>
        $" Its names are {LoraNames.StyleOf(Modules[0].Down)} ({Modules[0].Down}); a CogVideoX transformer has layers such as " +
        "transformer_blocks.0.attn1.to_q.";

    /// <returns>Factor times B A, (outputs, inputs), float32.</returns>
    /// <exception cref="ModelLoadException">A half holds a value that is not a finite number.</exception>
    public Tensor Delta(LoraModule module, Device device)
    {
        using var scope = NewDisposeScope();
        return scope.MoveToOuter(Read(module.Up, device).matmul(Read(module.Down, device)).Times(module.Factor));
    }

    public void Dispose() => _file.Dispose();

    private static List<LoraModule> ReadModules(ITensorFile file, LoraConfig config)
    {
        var parts = new Dictionary<(string Layer, LoraNames.Part Part), string>();
        foreach (string name in file.Tensors.Keys)
        {
            if (LoraNames.Refusal(name) is { } refusal)
                throw new ModelLoadException(file.Path, refusal);
            var part = LoraNames.Parse(name) ?? throw new ModelLoadException(file.Path, NoPart(name));
            if (!parts.TryAdd(part, name))
                throw new ModelLoadException(
                    file.Path, $"it has two tensors for the same half of {part.Layer}: {parts[part]} and {name}.");
        }

        if (parts.Count == 0)
            throw new ModelLoadException(file.Path, "it holds no LoRA; it is empty.");
        return
        [
            .. parts
                .Keys.Select(key => key.Layer)
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(layer => ReadModule(file, config, parts, layer)),
        ];
    }

    private static LoraModule ReadModule(
        ITensorFile file, LoraConfig config, Dictionary<(string Layer, LoraNames.Part Part), string> parts, string layer)
    {
        string Half(LoraNames.Part part, string letter) => parts.GetValueOrDefault((layer, part))
            ?? throw new ModelLoadException(file.Path, $"the half {letter} of the layer {layer} is missing.");
        var (down, up) = (Half(LoraNames.Part.Down, "A (down)"), Half(LoraNames.Part.Up, "B (up)"));
        if (
            file.Tensors[down].Shape is not [var rank, var inputs]
            || file.Tensors[up].Shape is not [var outputs, var upRank]
        )
            throw new ModelLoadException(
                file.Path,
                $"the halves of the layer {layer} are {file.Tensors[down]} and {file.Tensors[up]}; only matrices are supported.");
        if (rank != upRank || rank == 0)
            throw new ModelLoadException(
                file.Path, $"the halves of the layer {layer} do not fit each other: A has rank {rank}, B {upRank}.");

        double factor = parts.TryGetValue((layer, LoraNames.Part.Alpha), out var alpha)
            ? LoraNumbers.ReadOne(file, alpha) / rank
            : config.Factor(layer, rank) ?? 1;
        return double.IsFinite(factor)
            ? new LoraModule(layer, down, up, inputs, outputs, factor)
            : throw new ModelLoadException(file.Path, $"the alpha of the layer {layer} is not a finite number.");
    }

    private static string NoPart(string name) =>
        name.Contains(".matrix_A.", StringComparison.Ordinal)
        || name.StartsWith("model.diffusion_model.", StringComparison.Ordinal)
            ? $"it has the tensor {name}, as SAT names them; convert it first (cogspace convert lora)."
            : $"its tensor {name} is not part of a LoRA for a CogVideoX transformer.";

    private static string Some(List<string> names) =>
        string.Join(", ", names.Take(NamesInMessage))
        + (names.Count > NamesInMessage ? $" and {names.Count - NamesInMessage} more" : "");

    private Tensor Read(string name, Device device)
    {
        using var scope = NewDisposeScope();
        var matrix = LoraNumbers.Read(_file, name).to(device);
        return matrix.isfinite().all().item<bool>()
            ? scope.MoveToOuter(matrix)
            : throw new ModelLoadException(
                _file.Path, $"the tensor {name} holds a value that is not a finite number; the file is damaged.");
    }
}
