namespace CogSpace.Verification;

/// <summary>A folder of its own for one check; it goes away with it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("cogspace-verify-").FullName;

    public string this[params ReadOnlySpan<string> parts] => Path.Combine([FullPath, .. parts]);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}
