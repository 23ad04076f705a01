namespace CogSpace.Cli;

/// <summary>Whatever a person can cause ends in one sentence on standard error and an exit code.</summary>
internal static class Failures
{
    /// <param name="work">What a command does.</param>
    /// <param name="interrupted">What is true when it is interrupted.</param>
    public static async Task<int> ExplainAsync(Func<Task> work, string interrupted = "Interrupted; nothing was written.")
    {
        try
        {
            await work();
            return ExitCode.Done;
        }
        catch (InvalidRequestException e)
        {
            return Say(e.Message, ExitCode.Usage);
        }
        catch (CogSpaceException e)
        {
            return Say(e.Message, ExitCode.Failed);
        }
        catch (Exception e) when (IsOutOfMemory(e))
        {
            return Say("There is not enough memory for this. Fewer or smaller frames take less.", ExitCode.Failed);
        }
        catch (OperationCanceledException)
        {
            return Say(interrupted, ExitCode.Failed);
        }
    }

    // It may hide in the failure of whatever wanted the memory, such as the start of a thread.
    private static bool IsOutOfMemory(Exception? e) =>
        e is OutOfMemoryException || (e is not null && IsOutOfMemory(e.InnerException));

    private static int Say(string sentence, int exitCode)
    {
        Console.Error.WriteLine(sentence);
        return exitCode;
    }
}
