using System.CommandLine;
using System.Globalization;
using CogSpace.Generation.Provenance;

namespace CogSpace.Cli.Provenance;

/// <summary>cogspace verify: whether a file is the one that its signed manifest is about.</summary>
internal static class VerifyFileCommand
{
    private static readonly Argument<string> Target = new("file") { Description = "The file, as it was downloaded." };

    private static readonly Option<string?> Manifest = new("--manifest")
    {
        Description = "Its manifest. Default: the file beside it, with .manifest.json after its name.",
        HelpName = "file",
    };

    private static readonly Option<string?> Key = new("--key")
    {
        Description =
            "The key of the one who is said to have made it: a file in PEM, or the address of the server. Default: the key " +
            "that generate --manifest signs with here.",
        HelpName = "file or address",
    };

    public static Command Create()
    {
        var command = new Command("verify", """
            Checks that a file is the one that its manifest is about, and that the key signed the manifest. The manifest tells how the file was made, and when.

            Examples:
              cogspace verify circle.mp4 --key https://videos.example.org
              cogspace verify circle.gif --manifest circle.gif.manifest.json --key cogspace-key.pem
            """)
        {
            Target, Manifest, Key,
        };
        command.SetAction(
            (arguments, cancel) => Failures.ExplainAsync(() => RunAsync(arguments, cancel), "Interrupted; nothing was checked."));
        return command;
    }

    private static async Task RunAsync(ParseResult arguments, CancellationToken cancel)
    {
        string file = arguments.GetValue(Target)!;
        string manifest = arguments.GetValue(Manifest) ?? ManifestFile.PathOf(file);
        RequireFile(file, $"There is no file {file}.");
        RequireFile(
            manifest,
            arguments.GetValue(Manifest) is null
                ? $"There is no manifest {manifest}: download it with the file, or name it with --manifest."
                : $"There is no manifest {manifest}.");
        using var key = await MakersKey.FindAsync(arguments.GetValue(Key), cancel);
        var signed = await ManifestFile.VerifyAsync(file, manifest, key, cancel);
        Console.WriteLine($"{file}: verified. It is as it was when it was signed.");
        foreach (var (name, value) in Lines(signed))
            Console.WriteLine($"{name,-16} {value}");
    }

    private static (string Name, string Value)[] Lines(Manifest manifest) =>
    [
        ("signed", manifest.SignedAt.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture)),
        ("signed by", $"{manifest.Program}, key {manifest.Key}"),
        ("model", manifest.Model),
        ("prompt", manifest.Recipe.Request.Prompt),
        ("seed", $"{manifest.Recipe.Request.Seed}"),
        ("SHA-256", manifest.Sha256),
    ];

    private static void RequireFile(string path, string refusal)
    {
        if (!File.Exists(path) || Disk.IsSpecial(path))
            throw new InvalidRequestException(Directory.Exists(path) ? $"{path} is a folder: name a file." : refusal);
    }
}
