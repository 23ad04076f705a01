using System.Reflection;

namespace CogSpace.Tests;

/// <summary>Files of this repository that tests read.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static string Models => Path.Combine(Root, "models");

    /// <summary>The small text-to-video model.</summary>
    public static string TinyModel => Path.Combine(Models, "cogspace-tiny");

    /// <summary>The small image-to-video model.</summary>
    public static string TinyImageModel => Path.Combine(Models, "cogspace-tiny-i2v");
}
