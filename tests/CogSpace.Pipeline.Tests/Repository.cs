using System.Reflection;

namespace CogSpace.Pipeline.Tests;

/// <summary>Files of this repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;

    /// <summary>The small text-to-video model.</summary>
    public static string TinyModel => Path.Combine(Root, "models", "cogspace-tiny");

    /// <summary>The small image-to-video model.</summary>
    public static string TinyImageModel => Path.Combine(Root, "models", "cogspace-tiny-i2v");

    /// <summary>A golden model with random weights, by its folder.</summary>
    public static string GoldenModel(string name) => Path.Combine(Root, "tests", "golden", "models", name);
}
