using System.Text.Json.Serialization;

namespace CogSpace.Web.Api.Gradio;

/// <summary>What the stream of a session tells.</summary>
/// <remarks>Source: gradio 6.25, gradio/server_messages.py.</remarks>
/// <param name="Msg">Which kind of message it is.</param>
/// <param name="EventId">The event that it is about; null: the stream itself.</param>
internal abstract record GradioMessage(string Msg, string? EventId);

/// <summary>An event waits.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Rank">0 for the next.</param>
/// <param name="QueueSize">Events of all sessions that wait.</param>
/// <param name="RankEta">Seconds until it is probably done; null where that cannot be told.</param>
internal sealed record EstimationMessage(string EventId, int Rank, int QueueSize, double? RankEta)
    : GradioMessage("estimation", EventId);

/// <summary>An event begins.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Eta">Seconds that it will probably take; null where that cannot be told.</param>
internal sealed record ProcessStartsMessage(string EventId, double? Eta) : GradioMessage("process_starts", EventId);

/// <summary>An event has come further.</summary>
internal sealed record ProgressMessage(string EventId, IReadOnlyList<ProgressUnit> ProgressData)
    : GradioMessage("progress", EventId);

/// <summary>How far one has come.</summary>
/// <param name="Index">Steps that are done.</param>
/// <param name="Length">Steps that there are.</param>
/// <param name="Progress">Of the whole event, 0 to 1.</param>
/// <param name="Desc">The stage.</param>
internal sealed record ProgressUnit(int Index, int Length, double Progress, string Desc)
{
    public string Unit { get; } = "steps";
}

/// <summary>An event is over.</summary>
/// <param name="EventId">The event.</param>
/// <param name="Success">Whether there is a result.</param>
/// <param name="Output">A <see cref="GradioOutput"/> or a <see cref="GradioError"/>.</param>
internal sealed record ProcessCompletedMessage(string EventId, bool Success, object Output)
    : GradioMessage("process_completed", EventId)
{
    public string? Title => (Output as GradioError)?.Title;
}

/// <summary>Nothing is new.</summary>
internal sealed record HeartbeatMessage() : GradioMessage("heartbeat", EventId: null);

/// <summary>No event of the session is left to tell of.</summary>
internal sealed record CloseStreamMessage() : GradioMessage("close_stream", EventId: null);

/// <summary>The stream ends before its events do.</summary>
/// <param name="Message">Why, a sentence.</param>
/// <param name="SessionNotFound">Whether there is no event to tell of.</param>
internal sealed record UnexpectedErrorMessage(string Message, bool SessionNotFound)
    : GradioMessage("unexpected_error", EventId: null)
{
    /// <summary>By which clients know that the server ends, so it is said in no other language.</summary>
    public static UnexpectedErrorMessage OfEndingServer { get; } = new("Server stopped unexpectedly.", SessionNotFound: false);

    public bool Success { get; }
}

/// <summary>What a function has returned.</summary>
/// <param name="Data">Its values.</param>
/// <param name="Duration">Seconds that it took.</param>
internal sealed record GradioOutput(IReadOnlyList<object?> Data, double? Duration)
{
    public bool IsGenerating { get; }

    public double? AverageDuration => Duration;

    public IReadOnlyList<int> ChangedStateIds { get; } = [];
}

/// <summary>Why a function has returned nothing.</summary>
/// <param name="Error">A sentence.</param>
internal sealed record GradioError(string Error)
{
    // How a page of Gradio would show it: for ten seconds.
    private const int Shown = 10;

    public string Title { get; } = nameof(Error);

    public int Duration { get; } = Shown;

    public bool Visible { get; } = true;
}

/// <summary>A file, as Gradio's clients know one.</summary>
/// <param name="Path">What stands for it in a call, and in its address.</param>
/// <param name="Url">Where it is had.</param>
/// <param name="OrigName">A name to save it under.</param>
/// <param name="MimeType">What it is.</param>
/// <param name="Size">In bytes.</param>
internal sealed record GradioFileData(string Path, string Url, string OrigName, string MimeType, long Size)
{
    public bool IsStream { get; }

    public GradioMeta Meta { get; } = new();
}

/// <summary>By which clients tell a file from another object.</summary>
internal sealed record GradioMeta
{
    [JsonPropertyName("_type")]
    public string Type { get; } = "gradio.FileData";
}
