using System.Text.Json;
using System.Text.Json.Serialization;

namespace CogSpace.Web.Api;

/// <summary>Values of an enum as programs read and write them: in_small_letters.</summary>
internal sealed class WordConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
