using System.CommandLine;

namespace CogSpace.Cli.Inspect;

/// <summary>cogspace inspect: what a file or a folder of weights holds.</summary>
internal static class InspectCommand
{
    private static readonly Argument<string> Target = new("path")
    {
        Description = "A file of weights or latents (safetensors, .pt, .pth, .pkl, .bin), a model folder, or a video.",
    };

    private static readonly string[] Videos = [".mp4", ".webm", ".mov", ".mkv", ".gif", ".avi", ".webp"];

    public static Command Create()
    {
        var command = new Command("inspect", """
            Lists the tensors of a file or a model folder: type, shape, size and name, and the file's own notes. Of a video it tells the recipe.

            Examples:
              cogspace inspect style.safetensors
              cogspace inspect models/cogspace-tiny
              cogspace inspect circle.mp4
            """)
        {
            Target,
        };
        command.SetAction((arguments, cancel) => Failures.ExplainAsync(() => ShowAsync(arguments.GetValue(Target)!, cancel)));
        return command;
    }

    private static Task ShowAsync(string path, CancellationToken cancel)
    {
        if (path.Length == 0)
            throw new CogSpaceException("The path is empty: name a file or a folder.");
        if (Videos.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) && !Directory.Exists(path))
            return VideoListing.WriteAsync(path, Console.Out, cancel);
        return Task.Run(() =>
        {
            if (Directory.Exists(path))
                FolderListing.Write(path, Console.Out);
            else
                TensorListing.Write(path, Console.Out);
        }, CancellationToken.None);
    }
}
