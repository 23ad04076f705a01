namespace CogSpace;

/// <summary>What a model is, as its folder says. Two that are equal make the same videos.</summary>
public sealed record ModelInfo
{
    /// <summary>What tells people about it lies beside it, in this file, and is no part of it.</summary>
    public const string GuideFile = "examples.json";

    /// <summary>The pictures and videos that <see cref="GuideFile"/> names.</summary>
    public const string GuideFolder = "examples";

    /// <summary>The folder's name, or the name that it was opened by.</summary>
    public required string Name { get; init; }

    /// <summary>Where it is.</summary>
    public required string Folder { get; init; }

    /// <summary>What is in the folder.</summary>
    public required FolderContents Files { get; init; }

    /// <summary>What it makes a video from.</summary>
    public required ModelTask Task { get; init; }

    /// <summary>What is recommended for a model of this kind.</summary>
    public required ModelPreset Preset { get; init; }

    /// <summary>Tokens of a prompt that the model reads; the end of a longer one is cut.</summary>
    public required int TokenLimit { get; init; }

    /// <summary>Size of its files.</summary>
    public long Bytes => Files.Bytes;

    /// <summary>What a model in a folder consists of.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static FolderContents ContentsOf(string folder) => FolderContents.Of(folder, GuideFile, GuideFolder);

    /// <summary>What the model in a folder is called, unless it is given another name.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
}
