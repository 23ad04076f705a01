namespace CogSpace.Web.Operations;

/// <summary>No job is taken, because the server runs empty.</summary>
public sealed class DrainingException() : CogSpaceException(Sentence)
{
    /// <summary>What visitors read.</summary>
    public const string Sentence =
        "The server is about to be serviced and takes no new videos right now. Those that were accepted are made. Please try " +
        "again in a while.";
}
