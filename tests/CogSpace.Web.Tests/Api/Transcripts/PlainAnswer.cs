using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CogSpace.Web.Tests.Api.Transcripts;

/// <summary>Answers without what is another each time: ids and tokens get numbers, times and measurements become words.</summary>
internal sealed partial class PlainAnswer(Uri server)
{
    // Fields that say how fast this machine is, or when something happened.
    private static readonly HashSet<string> Measured =
    [
        "average_duration", "completed_at", "created", "created_at", "duration", "ended_at", "eta", "expires_at", "index",
        "percent", "rank_eta", "recipe", "seconds_until_start", "started_at",
    ];

    // Those that depend on how far a video has come when somebody looks, in objects that have one of the others.
    private static readonly HashSet<string> Moving = ["desc", "progress", "seconds_left", "stage", "step", "steps"];
    private static readonly string[] Beside = ["unit", "percent"];

    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly List<string> _ids = [];

    /// <summary>A text of a transcript as it is sent: with the ids that came.</summary>
    public string Meant(string text) => Numbered().Replace(text, match => _ids[int.Parse(match.Groups[1].ValueSpan) - 1]);

    public string Of(string text) => Id().Replace(
        text.Replace(server.ToString().TrimEnd('/'), "{server}", StringComparison.Ordinal),
        match => $"{{id {NumberOf(match.Value)}}}");

    public string Of(JsonNode? node)
    {
        var plain = node?.DeepClone();
        Change(plain);
        return Of(plain?.ToJsonString(Indented) ?? "null");
    }

    private static void Change(JsonNode? node)
    {
        if (node is JsonArray list)
        {
            foreach (var item in list)
                Change(item);
        }

        if (node is not JsonObject fields)
            return;
        foreach (var (name, value) in fields.ToArray())
        {
            if (value is not null && (Measured.Contains(name) || (Moving.Contains(name) && Beside.Any(fields.ContainsKey))))
                fields[name] = $"{{{name}}}";
            else if (name == "size" && value?.GetValueKind() == JsonValueKind.Number)
                fields[name] = "{bytes}";
            else
                Change(value);
        }
    }

    private int NumberOf(string id)
    {
        if (!_ids.Contains(id))
            _ids.Add(id);
        return _ids.IndexOf(id) + 1;
    }

    [GeneratedRegex(@"\{id ([0-9]+)\}")]
    private static partial Regex Numbered();

    [GeneratedRegex(@"\b([0-9a-f]{64}|[0-9a-f]{32}|cst_[\w-]+)\b")]
    private static partial Regex Id();
}
