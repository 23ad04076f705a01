namespace CogSpace.Cli;

/// <summary>What the program's exit code says.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The work failed or was interrupted.</summary>
    public const int Failed = 1;

    /// <summary>What was asked for cannot be done as it was asked.</summary>
    public const int Usage = 2;
}
