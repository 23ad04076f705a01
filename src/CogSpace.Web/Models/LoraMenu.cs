namespace CogSpace.Web.Models;

/// <summary>The LoRAs that a visitor may pick: the files in the folder "loras" of the models folder.</summary>
/// <remarks>Jobs know them by the bare names of their files; where those lie is the runner's business alone.</remarks>
public sealed class LoraMenu(ModelMenu models)
{
    private const string FolderName = "loras";

    private static readonly string[] Endings = [".safetensors", ".pt", ".pth", ".bin"];

    private readonly RecentLook<IReadOnlyList<string>> _names = new(() => Names(FolderOf(models)));

    /// <summary>Names of files, in their order. Looks at the disk every few seconds at most.</summary>
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
        string path = Path.Combine(FolderOf(models), name);
        return name.Length > 0 && name == Path.GetFileName(name) && IsLora(name) && File.Exists(path)
            ? path
            : throw new InvalidRequestException(
                "There is no such LoRA on this server any more. Please choose another one, or none.");
    }

    private static string FolderOf(ModelMenu models) => Path.Combine(models.Folder, FolderName);

    private static string[] Names(string path)
    {
        var folder = new DirectoryInfo(path);
        return folder.Exists
            ? [.. folder.EnumerateFiles().Select(file => file.Name).Where(IsLora).Order(StringComparer.OrdinalIgnoreCase)]
            : [];
    }

    private static bool IsLora(string name) =>
        Array.Exists(Endings, ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
}
