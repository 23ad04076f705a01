using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.V1;

/// <summary>A video that was asked for, as it stands now.</summary>
internal sealed record Video
{
    /// <summary>32 hexadecimal digits that nobody can guess.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands. finished, failed and cancelled are for good.</summary>
    [JsonConverter(typeof(WordConverter<JobState>))]
    public required JobState Status { get; init; }

    /// <summary>The model that makes it; nothing where it is only upscaled or interpolated.</summary>
    public string? Model { get; init; }

    /// <summary>
    /// Its seed, as a text: programs in JavaScript cannot hold every number that it may be. Nothing where there is no model.
    /// </summary>
    public string? Seed { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTimeOffset CreatedAt { get; init; }

    [JsonPropertyName("started_at")]
    public DateTimeOffset? StartedAt { get; init; }

    [JsonPropertyName("ended_at")]
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>When it is deleted at the latest; nothing before it has ended.</summary>
    [JsonPropertyName("expires_at")]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>1 for the next; nothing where it does not wait.</summary>
    [JsonPropertyName("queue_position")]
    public int? QueuePosition { get; init; }

    /// <summary>Seconds until it probably begins, while it waits and where that can be told.</summary>
    [JsonPropertyName("seconds_until_start")]
    public double? SecondsUntilStart { get; init; }

    /// <summary>What is being done, while it is made.</summary>
    [JsonConverter(typeof(WordConverter<GenerationStage>))]
    public GenerationStage? Stage { get; init; }

    /// <summary>Steps of this stage that are done.</summary>
    public int? Step { get; init; }

    /// <summary>Steps that this stage has.</summary>
    public int? Steps { get; init; }

    /// <summary>How much of the whole is done, 0 to 100.</summary>
    public required int Percent { get; init; }

    /// <summary>Seconds until it is probably finished, while it is made and where that can be told.</summary>
    [JsonPropertyName("seconds_left")]
    public double? SecondsLeft { get; init; }

    /// <summary>Why it waits although it is its turn, a sentence.</summary>
    public string? Delay { get; init; }

    /// <summary>Why it failed, a sentence.</summary>
    public string? Error { get; init; }

    /// <summary>What else is to be known of it, a sentence each.</summary>
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>What was asked for, with what was left out filled in.</summary>
    public required VideoRequest Request { get; init; }

    /// <summary>What decided the finished video, as it also stands in the file.</summary>
    public JsonNode? Recipe { get; init; }

    /// <summary>Where to go from here.</summary>
    public required VideoLinks Links { get; init; }

    /// <summary>
    /// Only in the answer to a program that was not known: send it as Authorization: Bearer TOKEN to reach this video again.
    /// </summary>
    public string? Token { get; init; }
}

/// <summary>Addresses that belong to a video, from the root of the server.</summary>
internal sealed record VideoLinks
{
    /// <summary>The video as it stands.</summary>
    public required string Self { get; init; }

    /// <summary>Every change of it, as server-sent events.</summary>
    public required string Events { get; init; }

    /// <summary>The MP4; nothing before it is finished.</summary>
    public string? Content { get; init; }

    /// <summary>Every file that can be had of it, by its format.</summary>
    public IReadOnlyDictionary<string, string>? Formats { get; init; }
}

/// <summary>A part of the own videos, the newest first.</summary>
internal sealed record VideoPage
{
    public required IReadOnlyList<Video> Videos { get; init; }

    /// <summary>Where the older ones are; nothing where these are the last.</summary>
    public string? Next { get; init; }
}
