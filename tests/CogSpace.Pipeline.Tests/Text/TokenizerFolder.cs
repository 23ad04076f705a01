namespace CogSpace.Pipeline.Tests.Text;

/// <summary>A tokenizer's folder that a test may spoil: it is gone when the test is.</summary>
internal sealed class TokenizerFolder : IDisposable
{
    /// <summary>The tokenizer of the model that the repository carries; not to be written to.</summary>
    public static string Tiny { get; } = System.IO.Path.Combine(Repository.TinyModel, "tokenizer");

    /// <summary>A folder with nothing but this spiece.model.</summary>
    public TokenizerFolder(byte[] model) => Write("spiece.model", model);

    public string Path { get; } = Directory.CreateTempSubdirectory("cogspace-tokenizer-").FullName;

    /// <summary>A copy of the tiny model's tokenizer.</summary>
    public static TokenizerFolder OfTiny()
    {
        var folder = new TokenizerFolder([]);
        foreach (string file in Directory.GetFiles(Tiny))
            File.Copy(file, System.IO.Path.Combine(folder.Path, System.IO.Path.GetFileName(file)), overwrite: true);
        return folder;
    }

    public void Write(string name, byte[] contents) => File.WriteAllBytes(System.IO.Path.Combine(Path, name), contents);

    public void Write(string name, string contents) => File.WriteAllText(System.IO.Path.Combine(Path, name), contents);

    public byte[] Read(string name) => File.ReadAllBytes(System.IO.Path.Combine(Path, name));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
