using CogSpace.Weights;

namespace CogSpace.Web.Models;

/// <summary>
/// The LoRAs that a visitor may pick: files in the folder "loras" of the models folder, and folders there as PEFT saves them.
/// </summary>
/// <remarks>Jobs know them by their bare names; where those lie is the runner's business alone.</remarks>
public sealed class LoraMenu(ModelMenu models)
{
    private const string FolderName = "loras";

    private static readonly string[] Endings = [".safetensors", ".pt", ".pth", ".bin"];

    private readonly RecentLook<IReadOnlyList<string>> _names = new(() => Names(FolderOf(models)), TimeProvider.System);

    /// <summary>Names of files and folders, in their order. Looks at the disk every few seconds at most.</summary>
    public IReadOnlyList<string> Offered => _names.Value;

    /// <summary>A request whose LoRAs are files, for the runner.</summary>
    /// <exception cref="InvalidRequestException">One of them is not here.</exception>
    public GenerationRequest WithPaths(GenerationRequest request) =>
        request.Loras is { } loras
            ? request with
            {
                Loras = [.. loras.Select(lora => lora with { Path = PathOf(lora.Path) })],
            }
            : request;

    // A name, never a path.
    private string PathOf(string name)
    {
        string folder = FolderOf(models);
        return Array.IndexOf(Names(folder), name) >= 0
            ? Path.Combine(folder, name)
            : throw new InvalidRequestException(
                "There is no such LoRA on this server any more. Please choose another one, or none.");
    }

    private static string FolderOf(ModelMenu models) => Path.Combine(models.Folder, FolderName);

    private static string[] Names(string path)
    {
        var folder = new DirectoryInfo(path);
        if (!folder.Exists)
            return [];
        var files = folder.EnumerateFiles().Where(file => IsLora(file.Name)).Select(file => file.Name);
        var folders = folder.EnumerateDirectories().Where(one => AdapterFolder.HasWeights(one.FullName)).Select(one => one.Name);
        return [.. files.Concat(folders).Order(StringComparer.OrdinalIgnoreCase)];
    }

    private static bool IsLora(string name) =>
        Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
