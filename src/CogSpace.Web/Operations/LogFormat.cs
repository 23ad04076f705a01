namespace CogSpace.Web.Operations;

/// <summary>How the log is written.</summary>
public enum LogFormat
{
    /// <summary>A line for people.</summary>
    Text,

    /// <summary>A JSON object on each line.</summary>
    Json,
}
