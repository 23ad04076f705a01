namespace CogSpace.Tests;

/// <summary>Files as people bring them, in tests/field.</summary>
internal static class FieldFiles
{
    public static string Path(params ReadOnlySpan<string> parts) =>
        System.IO.Path.Combine([Repository.Root, "tests", "field", .. parts]);
}
