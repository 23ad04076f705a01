using System.CommandLine;

namespace CogSpace.Cli.Verify;

/// <summary>cogspace verify: whether this machine computes what it should, and how fast.</summary>
internal static class VerificationCommand
{
    public static Command Create() => new("verify", "Whether this machine computes what the reference computed, and how fast.")
    {
        VerifyGoldenCommand.Create(), VerifySpeedCommand.Create(),
    };
}
