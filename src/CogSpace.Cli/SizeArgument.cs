using System.CommandLine.Parsing;

namespace CogSpace.Cli;

/// <summary>Reads a size such as 5GB from the command line.</summary>
internal static class SizeArgument
{
    public static long Read(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (ByteSize.Parse(text) is { } bytes)
            return bytes;
        result.AddError($"\"{text}\" is not a valid size: write 5GB or 500MB.");
        return 0;
    }
}
