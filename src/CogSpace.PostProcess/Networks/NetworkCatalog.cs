namespace CogSpace.PostProcess.Networks;

/// <summary>
/// The networks for interpolation and upscaling that are installed: files of weights in the models folder, or one folder
/// below.
/// </summary>
public sealed class NetworkCatalog(string modelsFolder)
{
    private static readonly string[] Endings = [".pkl", ".pth", ".pt", ".safetensors"];

    /// <summary>Every network that is understood, the smallest first.</summary>
    public IReadOnlyList<NetworkDescription> Installed() =>
        [
            .. Files()
                .Select(Read)
                .OfType<NetworkDescription>()
                .OrderBy(network => network.Parameters)
                .ThenBy(network => network.Name, StringComparer.Ordinal),
        ];

    /// <summary>
    /// The installed networks of a kind, the smallest first, each by a name that no other has: where files are called the
    /// same, with the folder and the ending.
    /// </summary>
    public IReadOnlyList<(string Name, NetworkDescription Network)> Named(NetworkKind kind)
    {
        var installed = Installed().Where(network => network.Kind == kind).ToList();
        return
        [
            .. installed.Select(network =>
                (
                    installed.Count(other => other.Name == network.Name) == 1
                        ? network.Name
                        : Path.GetRelativePath(modelsFolder, network.File),
                    network
                )
            ),
        ];
    }

    /// <summary>A network by its file, its name, or the folder in the models folder that holds it.</summary>
    /// <exception cref="CogSpaceException">There is none, or it is of another kind.</exception>
    public NetworkDescription Find(string nameOrFile, NetworkKind kind)
    {
        if (File.Exists(nameOrFile))
            return Require(NetworkDescription.Read(nameOrFile), kind);
        var named = Named(kind);
        if (named.FirstOrDefault(one => one.Name == nameOrFile).Network is { } exact)
            return exact;
        var installed = named.Select(one => one.Network).ToList();
        return installed.FirstOrDefault(network =>
                network.Name == nameOrFile || Path.GetFileName(Path.GetDirectoryName(network.File)) == nameOrFile
            )
            ?? throw new CogSpaceException(
                $"There are no weights \"{nameOrFile}\" for {Word(kind)}: it is neither a file nor one of those " +
                $"installed in {modelsFolder} ({Names(installed)})."
            );
    }

    /// <summary>The smallest network of a kind.</summary>
    /// <exception cref="CogSpaceException">None is installed.</exception>
    public NetworkDescription Smallest(NetworkKind kind) =>
        Installed().FirstOrDefault(network => network.Kind == kind)
        ?? throw new CogSpaceException($"No weights for {Word(kind)} are installed in {modelsFolder}; name a file of weights.");

    private IEnumerable<string> Files()
    {
        if (!Directory.Exists(modelsFolder))
            return [];
        // Folders with a model_index.json are video models; their files are large and none of ours.
        var folders = Directory
            .EnumerateDirectories(modelsFolder)
            .Where(folder => !File.Exists(Path.Combine(folder, "model_index.json")));
        return folders
            .Prepend(modelsFolder)
            .SelectMany(Directory.EnumerateFiles)
            .Where(file => Endings.Contains(Path.GetExtension(file).ToLowerInvariant()));
    }

    // What is not understood is not a choice; asking for it by name says what is wrong with it.
    private static NetworkDescription? Read(string file)
    {
        try
        {
            return NetworkDescription.Read(file);
        }
        catch (ModelLoadException)
        {
            return null;
        }
    }

    private static NetworkDescription Require(NetworkDescription network, NetworkKind kind) =>
        network.Kind == kind
            ? network
            : throw new ModelLoadException(
                network.File, $"it is {network.Description}, and weights for {Word(kind)} are needed.");

    private static string Word(NetworkKind kind) => kind == NetworkKind.Interpolation ? "interpolation" : "upscaling";

    private static string Names(List<NetworkDescription> networks) =>
        networks.Count > 0 ? string.Join(", ", networks.Select(network => network.Name)) : "none";
}
