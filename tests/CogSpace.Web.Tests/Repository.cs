using System.Reflection;

namespace CogSpace.Web.Tests;

/// <summary>The project's own files.</summary>
internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == "RepositoryRoot").Value!;

    public static string Models => Path.Combine(Root, "models");
}
