using System.Globalization;
using System.Text.Json;
using CogSpace.Training;
using CogSpace.Weights;

namespace CogSpace.Pipeline.Training;

/// <summary>
/// The checkpoints of a training, one file each. A file appears when it is complete and on disk, so one that is there is whole.
/// </summary>
/// <remarks>
/// A checkpoint has the parameters, what the optimizer remembers and the number of steps. The order of the clips and all random
/// numbers follow from the seed and that number.
/// </remarks>
internal sealed class CheckpointFolder(string folder, int keep)
{
    private const string Prefix = "checkpoint-", Extension = ".safetensors";
    private const string StepNote = "step", IdentityNote = "cogspace_training";
    private const string MeanSuffix = ":mean", SquareSuffix = ":square";

    /// <summary>The last one; null: there is none.</summary>
    public string? Last => Files().LastOrDefault();

    /// <summary>Writes one, then removes those that are too many.</summary>
    /// <returns>The file.</returns>
    /// <exception cref="CogSpaceException">It cannot be written; those that were there stay.</exception>
    public string Save(AdamW optimizer, TrainingIdentity identity)
    {
        Disk.Try($"Cannot write {folder}", () => Directory.CreateDirectory(folder));
        string file = Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $"{Prefix}{optimizer.Steps:D8}{Extension}"));
        var tensors = optimizer.States.SelectMany(state => new[]
        {
            TrainedTensors.Source(state.Parameter.Name, state.Parameter.Master),
            TrainedTensors.Source(state.Parameter.Name + MeanSuffix, state.Mean),
            TrainedTensors.Source(state.Parameter.Name + SquareSuffix, state.Square),
        });
        var notes = new Dictionary<string, string>
        {
            [StepNote] = optimizer.Steps.ToString(CultureInfo.InvariantCulture),
            [IdentityNote] = identity.Json,
        };
        SafetensorsWriter.WriteEach(file, [.. tensors], notes, isDurable: true);
        foreach (string old in Files().SkipLast(keep))
            Disk.TryDelete(old);
        return file;
    }

    /// <summary>Goes back to what a checkpoint has.</summary>
    /// <exception cref="InvalidRequestException">It is of another model, of other clips or of other settings.</exception>
    /// <exception cref="ModelLoadException">It is not a checkpoint, or it is damaged.</exception>
    public static void Load(string path, AdamW optimizer, TrainingIdentity identity)
    {
        using var file = SafetensorsFile.Open(path);
        var (earlier, step) = Notes(file);
        if (identity.DifferenceFrom(earlier) is { } difference)
            throw new InvalidRequestException($"Training cannot go on from {path}: {difference}.");
        foreach (var state in optimizer.States)
        {
            Fill(file, state.Parameter.Name, state.Parameter.Master);
            Fill(file, state.Parameter.Name + MeanSuffix, state.Mean);
            Fill(file, state.Parameter.Name + SquareSuffix, state.Square);
            state.Parameter.Publish();
        }

        optimizer.Steps = step;
    }

    private static (TrainingIdentity Identity, int Step) Notes(SafetensorsFile file)
    {
        try
        {
            if (file.Metadata.TryGetValue(IdentityNote, out string? json)
                && int.TryParse(file.Metadata.GetValueOrDefault(StepNote), CultureInfo.InvariantCulture, out int step)
                && step >= 0)
                return (TrainingIdentity.Parse(json), step);
        }
        catch (JsonException)
        {
        }

        throw new ModelLoadException(file.Path, "it is not a checkpoint of a training.");
    }

    private static void Fill(SafetensorsFile file, string name, Tensor values)
    {
        using var scope = NewDisposeScope();
        using var still = no_grad();
        if (file.Tensors.GetValueOrDefault(name) is not { Type: ElementType.F32 } entry
            || !entry.Shape.SequenceEqual(values.shape))
            throw new ModelLoadException(file.Path, $"it lacks {name}, or has it in another shape or type.");
        var read = empty(values.shape, dtype: ScalarType.Float32);
        file.CopyTo(name, read.bytes);
        values.copy_(read);
    }

    private IEnumerable<string> Files() => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, $"{Prefix}*{Extension}").Order(StringComparer.Ordinal)
        : [];
}
