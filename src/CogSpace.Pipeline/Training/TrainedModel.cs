using CogSpace.Pipeline.Conversion;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>Writes a model whose transformer was trained: a folder as diffusers loads it.</summary>
internal static class TrainedModel
{
    private const string Transformer = "transformer", Index = "model_index.json", Config = "config.json";
    private const string Stem = "diffusion_pytorch_model", Training = "training.json";
    private static readonly string[] OtherParts = ["tokenizer", "text_encoder", "vae", "scheduler"];

    /// <exception cref="CogSpaceException">There is something of a model in the folder already.</exception>
    public static void Refuse(string folder)
    {
        foreach (string part in OtherParts.Append(Transformer).Append(Index))
        {
            if (Path.Exists(Path.Combine(folder, part)))
                throw new CogSpaceException(
                    $"Cannot train into {folder}: there is a {part} in it already; name another folder, or remove it first.");
        }
    }

    /// <param name="folder">The new model's; appears when it is complete.</param>
    /// <param name="model">The folder of the model that was trained: everything else is copied from it.</param>
    /// <param name="checkpoint">Its transformer: what was not trained is copied, and the rest keeps its type.</param>
    /// <param name="parameters">What was trained.</param>
    /// <param name="identity">What it was trained with, which is noted.</param>
    /// <param name="cancel">Looked at between files and tensors; nothing is left.</param>
    /// <exception cref="CogSpaceException">The folder cannot be written.</exception>
    public static void Write(
        string folder, string model, Checkpoint checkpoint, IReadOnlyList<Parameter> parameters, TrainingIdentity identity,
        CancellationToken cancel)
    {
        using var staged = StagedFolder.Create(folder, [.. OtherParts, Transformer, Index]);
        foreach (string part in OtherParts)
            staged.Copy(Path.Combine(model, part), part, cancel);
        string transformer = staged.Part(Transformer);
        var trained = parameters.ToDictionary(parameter => parameter.Name, StringComparer.Ordinal);
        ShardedSafetensors.Write(
            transformer, Stem,
            [.. checkpoint.Names.Order(StringComparer.Ordinal).Select(name => Source(checkpoint, name, trained))],
            cancel: cancel);
        staged.Write(identity.Json, Transformer, Training);
        staged.Write(File.ReadAllText(Path.Combine(model, Transformer, Config)), Transformer, Config);
        staged.Write(File.ReadAllText(Path.Combine(model, Index)), Index);
        staged.Publish();
    }

    private static TensorSource Source(Checkpoint checkpoint, string name, Dictionary<string, Parameter> trained)
    {
        var entry = checkpoint.Find(name)!;
        if (!trained.TryGetValue(name, out var parameter))
            return new TensorSource(name, entry.Type, entry.Shape, destination => checkpoint.CopyTo(name, destination));
        var type = entry.Type is ElementType.BF16 or ElementType.F16 or ElementType.F32 ? entry.Type : ElementType.BF16;
        return TrainedTensors.Source(name, parameter.Master, type);
    }
}
