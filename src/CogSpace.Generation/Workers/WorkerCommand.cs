using System.Reflection;
using System.Runtime.InteropServices;

namespace CogSpace.Generation.Workers;

/// <summary>How to start a worker: the same program again, with another first word.</summary>
/// <param name="Program">What is started.</param>
/// <param name="Arguments">Its first arguments; the socket's path follows.</param>
public sealed record WorkerCommand(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The word that makes a program a worker.</summary>
    public const string Word = "worker";

    /// <param name="program">The assembly whose entry point knows <see cref="Word"/>; it need not be the one that runs.</param>
    public static WorkerCommand For(Assembly program)
    {
        string self = Environment.ProcessPath ?? "";
        bool isWhole = program.Location.Length == 0;        // published as a single file
        return isWhole || self == Path.ChangeExtension(program.Location, null)
            ? new WorkerCommand(self, [Word])
            : new WorkerCommand(DotnetOf(self), [program.Location, Word]);
    }

    // Beside the runtime that we run on, so that it is the same.
    private static string DotnetOf(string self)
    {
        if (Path.GetFileNameWithoutExtension(self) == "dotnet")
            return self;
        string host = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "../../..", "dotnet"));
        return File.Exists(host) ? host : "dotnet";
    }
}
