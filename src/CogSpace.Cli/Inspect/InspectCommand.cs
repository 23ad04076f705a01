using System.CommandLine;

namespace CogSpace.Cli.Inspect;

/// <summary>cogspace inspect: what a file or a folder of weights holds.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Target = new("path") { Description = "A file of weights or latents (safetensors, .pt, .pth, .pkl, .bin), or a model folder." };

    public static Command Create()
    {
        var command = new Command("inspect", """
            Lists the tensors of a file or a model folder: type, shape, size and name, and the file's own notes.

            Examples:
              cogspace inspect style.safetensors
              cogspace inspect models/cogspace-tiny
            """)
        {
            Target,
        };
        command.SetAction((arguments, _) => Failures.ExplainAsync(() => Task.Run(() => Show(arguments.GetValue(Target)!), CancellationToken.None)));
        return command;
    }

    private static void Show(string path)
    {
        if (Directory.Exists(path))
            FolderListing.Write(path, Console.Out);
        else if (Path.GetExtension(path).Equals(".mp4", StringComparison.OrdinalIgnoreCase))
            VideoListing.Write(path, Console.Out);
        else
            TensorListing.Write(path, Console.Out);
    }
}
