using CogSpace.Generation.Provenance;

namespace CogSpace.Cli.Provenance;

/// <summary>The key of the person at this machine, in the folder for settings.</summary>
internal static class OwnKey
{
    private const string Name = "manifest-key.pem";
    private const string PublicName = "manifest-key.pub.pem";

    // $XDG_CONFIG_HOME/cogspace or ~/.config/cogspace
    private static string Folder => Path.Combine(
        Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData, Environment.SpecialFolderOption.DoNotVerify),
        "cogspace");

    /// <exception cref="InvalidRequestException">There is none yet.</exception>
    /// <exception cref="CogSpaceException">It is damaged.</exception>
    public static VerificationKey Find()
    {
        string path = Path.Combine(Folder, Name);
        if (!File.Exists(path))
            throw new InvalidRequestException(
                "Say with --key whose key the manifest should be signed by: a file, or the address of the server that made it.");
        return VerificationKey.FromPem(
            Disk.Try($"The key {path} cannot be read", () => File.ReadAllText(path)), $"The key {path}");
    }

    /// <summary>Opens it. The first time, it is made, and its public half is written beside it.</summary>
    /// <exception cref="CogSpaceException">It cannot be read or written, or is damaged.</exception>
    public static SigningKey OpenOrCreate()
    {
        Disk.Try($"The folder {Folder} for the key cannot be made", () => Directory.CreateDirectory(Folder));
        var key = SigningKey.OpenOrCreate(Path.Combine(Folder, Name));
        string shown = Path.Combine(Folder, PublicName);
        if (File.Exists(shown))
            return key;
        AtomicFile.Write(shown, System.Text.Encoding.ASCII.GetBytes(key.Public.Pem));
        Console.Error.WriteLine($"A key for manifests was made. Others check them with {shown}.");
        return key;
    }
}
