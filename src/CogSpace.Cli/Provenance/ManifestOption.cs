using System.CommandLine;
using CogSpace.Generation;
using CogSpace.Generation.Provenance;

namespace CogSpace.Cli.Provenance;

/// <summary>The option that has what is made signed.</summary>
internal static class ManifestOption
{
    public static Option<bool> Option { get; } = new("--manifest")
    {
        Description =
            "Also sign what is made: beside each file, NAME.manifest.json, which cogspace verify checks. The key is made the " +
            "first time.",
    };

    /// <summary>Opens the key before the work, so that a damaged one is found out then.</summary>
    /// <returns>Null: nothing is to be signed.</returns>
    /// <exception cref="CogSpaceException">The key cannot be read or written, or is damaged.</exception>
    public static SigningKey? OpenKey(ParseResult arguments) =>
        arguments.GetValue(Option) ? OwnKey.OpenOrCreate() : null;

    /// <summary>Signs finished files.</summary>
    /// <exception cref="CogSpaceException">A manifest cannot be written.</exception>
    public static async Task SignAsync(
        SigningKey key, Recipe recipe, IEnumerable<string> files, CancellationToken cancel)
    {
        foreach (string file in files)
        {
            await ManifestFile.WriteAsync(file, recipe, key, TimeProvider.System.GetUtcNow(), cancel);
            Console.Error.WriteLine($"{ManifestFile.PathOf(file)}: signed");
        }
    }
}
