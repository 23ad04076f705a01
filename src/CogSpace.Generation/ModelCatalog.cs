using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>The models that are installed: the folders of the models folder that hold one.</summary>
public sealed class ModelCatalog(string modelsFolder)
{
    /// <summary>Every model that can be read, the smallest first.</summary>
    public IReadOnlyList<ModelDescription> Installed()
    {
        if (!Directory.Exists(modelsFolder))
            return [];
        var models = new List<ModelDescription>();
        foreach (string folder in Directory.EnumerateDirectories(modelsFolder))
        {
            if (!File.Exists(Path.Combine(folder, "model_index.json")))
                continue;
            try
            {
                models.Add(ModelDescription.Read(folder));
            }
            catch (ModelLoadException)
            {
                // A folder that is damaged is no choice; asking for it by name says what is wrong with it.
            }
        }

        return [.. models.OrderBy(model => model.Bytes).ThenBy(model => model.Name, StringComparer.Ordinal)];
    }

    /// <summary>A model by its folder or by its name in the models folder.</summary>
    /// <exception cref="CogSpaceException">There is none.</exception>
    public ModelDescription Find(string nameOrFolder)
    {
        string named = Path.Combine(modelsFolder, nameOrFolder);
        if (nameOrFolder.Length > 0 && Directory.Exists(nameOrFolder))
            return ModelDescription.Read(nameOrFolder);
        if (nameOrFolder.Length > 0 && Directory.Exists(named))
            return ModelDescription.Read(named);
        throw new CogSpaceException($"There is no model \"{nameOrFolder}\": it is neither a folder nor one of those installed in {modelsFolder} ({Names()}).");
    }

    /// <summary>The smallest model for a task.</summary>
    /// <exception cref="CogSpaceException">None is installed.</exception>
    public ModelDescription SmallestFor(ModelTask task) =>
        Installed().FirstOrDefault(model => model.Task == task)
        ?? throw new CogSpaceException($"No model for this is installed in {modelsFolder}; name a model's folder.");

    private string Names() => Installed() is { Count: > 0 } models ? string.Join(", ", models.Select(model => model.Name)) : "none";
}
