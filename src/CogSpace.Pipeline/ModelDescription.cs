namespace CogSpace.Pipeline;

/// <summary>What a model makes a video from.</summary>
public enum ModelTask
{
    /// <summary>A prompt, or a video and a prompt.</summary>
    TextToVideo,

    /// <summary>An image and a prompt.</summary>
    ImageToVideo,
}

/// <summary>What can be said of a model without loading it.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Folder">Where it is.</param>
/// <param name="Task">What it makes a video from.</param>
/// <param name="Bytes">Size of its files.</param>
/// <param name="Preset">What is recommended for a model of this kind.</param>
public sealed record ModelDescription(string Name, string Folder, ModelTask Task, long Bytes, ModelPreset Preset)
{
    /// <exception cref="ModelLoadException">It is no CogVideoX model or a file is missing.</exception>
    public static ModelDescription Read(string folder)
    {
        var shape = ModelFolder.Open(folder).ReadShape();
        return new ModelDescription(
            System.IO.Path.GetFileName(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder))),
            folder,
            shape.Task,
            new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(Size),
            ModelPreset.Of(shape.Transformer, shape.Task));
    }

    // A hub's cache holds links to the files; what counts is what they lead to.
    private static long Size(FileInfo file) =>
        file.LinkTarget is null ? file.Length
        : file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length
        : 0;
}
