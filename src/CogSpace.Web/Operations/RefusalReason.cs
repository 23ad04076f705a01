using CogSpace.Web.Jobs;
using CogSpace.Web.Moderation;
using CogSpace.Web.Uploads;
using CogSpace.Web.Visitors;

namespace CogSpace.Web.Operations;

/// <summary>Why something was refused, as a label of metrics: a few words, never what somebody wrote.</summary>
internal static class RefusalReason
{
    /// <summary>A limit of one visitor, one address or the server.</summary>
    public const string Share = "share";

    /// <summary>A request of another site's page.</summary>
    public const string Origin = "origin";

    public static string Of(Exception refusal) => refusal switch
    {
        QueueFullException => "queue_full",
        ShareUsedException => Share,
        NoRoomException => "disk",
        SourceGoneException => "source_gone",
        InvalidRequestException => "invalid",
        DrainingException => "draining",
        RefusedException => "host",
        UploadRefusedException { Status: var status } => OfStatus(status),
        _ => "other",
    };

    private static string OfStatus(int status) => status switch
    {
        StatusCodes.Status408RequestTimeout => "slow",
        StatusCodes.Status413PayloadTooLarge => "too_large",
        StatusCodes.Status415UnsupportedMediaType => "format",
        StatusCodes.Status429TooManyRequests => Share,
        StatusCodes.Status507InsufficientStorage => "disk",
        _ => "invalid",
    };
}
