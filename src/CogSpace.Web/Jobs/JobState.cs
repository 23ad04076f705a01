namespace CogSpace.Web.Jobs;

/// <summary>Where a job stands.</summary>
public enum JobState
{
    /// <summary>Waits for its turn.</summary>
    Queued,
    Running,

    /// <summary>Its video can be fetched.</summary>
    Finished,
    Failed,

    /// <summary>Stopped by the visitor.</summary>
    Cancelled,
}
