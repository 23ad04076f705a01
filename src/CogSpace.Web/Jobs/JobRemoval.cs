namespace CogSpace.Web.Jobs;

/// <summary>Why a job's files are deleted.</summary>
internal enum JobRemoval
{
    /// <summary>The visitor wanted it.</summary>
    Asked,

    /// <summary>The operator wanted it.</summary>
    Operator,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Its visitor takes more of the disk than a fair part.</summary>
    Quota,

    /// <summary>It ended without a video, and there are many like it.</summary>
    Useless,
}
