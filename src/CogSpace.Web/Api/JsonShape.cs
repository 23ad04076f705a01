using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace CogSpace.Web.Api;

/// <summary>Holds JSON to the type that it becomes, and names the field that does not fit.</summary>
internal static class JsonShape
{
    /// <param name="node">What was sent; null is JSON's null.</param>
    /// <param name="type">What it is to become.</param>
    /// <exception cref="ApiException">It is something else, or has a field that there is not.</exception>
    public static void Check(JsonNode? node, JsonTypeInfo type) => Check(node, type, "");

    private static void Check(JsonNode? node, JsonTypeInfo type, string path)
    {
        if (node is null && path.Length > 0)
            return;      // as good as left out
        if (node is not null && Fits(node, type))
            CheckParts(node, type, path);
        else
            throw ApiException.Invalid(path.Length == 0 ? null : path, path.Length == 0
                ? "The body has to be an object of JSON, in braces."
                : $"The field \"{path}\" takes {Words(type)}, not {Found(node)}.");
    }

    private static void CheckParts(JsonNode node, JsonTypeInfo type, string path)
    {
        if (type.Kind == JsonTypeInfoKind.Enumerable && node is JsonArray list)
        {
            foreach (var (index, item) in list.Index())
                CheckItem(item, type.Options.GetTypeInfo(type.ElementType!), string.Create(
                    CultureInfo.InvariantCulture, $"{path}[{index}]"));
        }
        else if (type.Kind == JsonTypeInfoKind.Object && node is JsonObject fields)
        {
            foreach (var (name, value) in fields)
            {
                var property = type.Properties.FirstOrDefault(property => property.Name == name)
                    ?? throw Unknown(name, type, path);
                if (property.CustomConverter is not SeedConverter)
                    Check(value, type.Options.GetTypeInfo(property.PropertyType), Below(path, name));
                else if (value is not null && !IsSeed(value))
                    throw ApiException.Invalid(
                        Below(path, name),
                        $"The field \"{Below(path, name)}\" takes a whole number, as a number or as a text, not {Found(value)}.");
            }
        }
    }

    // A list has no place for what is not there.
    private static void CheckItem(JsonNode? item, JsonTypeInfo type, string path)
    {
        if (item is null)
            throw ApiException.Invalid(path, $"The field \"{path}\" takes {Words(type)}, not {Found(item)}.");
        Check(item, type, path);
    }

    private static ApiException Unknown(string name, JsonTypeInfo type, string path) => ApiException.Invalid(
        Below(path, PlainNumber.Shown(name)),
        $"There is no field \"{Below(path, PlainNumber.Shown(name))}\". There are: " +
        $"{string.Join(", ", type.Properties.Select(property => property.Name))}.");

    private static string Below(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private static bool Fits(JsonNode node, JsonTypeInfo type)
    {
        var kind = node.GetValueKind();
        var plain = Plain(type);
        return plain switch
        {
            _ when plain == typeof(JsonNode) => true,       // checked where it is read
            _ when plain == typeof(string) => kind == JsonValueKind.String,
            _ when plain == typeof(bool) => kind is JsonValueKind.True or JsonValueKind.False,
            _ when plain == typeof(int) => kind == JsonValueKind.Number && IsWhole(node),
            _ when plain == typeof(double) => kind == JsonValueKind.Number && double.IsFinite(node.Deserialize<double>()),
            { IsEnum: true } => kind == JsonValueKind.String && NamesOf(plain).Contains(node.GetValue<string>()),
            _ => type.Kind == JsonTypeInfoKind.Enumerable ? kind == JsonValueKind.Array : kind == JsonValueKind.Object,
        };
    }

    private static string Words(JsonTypeInfo type)
    {
        var plain = Plain(type);
        return plain switch
        {
            _ when plain == typeof(string) => "a text",
            _ when plain == typeof(bool) => "true or false",
            _ when plain == typeof(int) => "a whole number",
            _ when plain == typeof(double) => "a number",
            { IsEnum: true } => string.Join(", ", NamesOf(plain).Select(name => $"\"{name}\"")),
            _ => type.Kind == JsonTypeInfoKind.Enumerable ? "a list" : "an object",
        };
    }

    private static string Found(JsonNode? node) => node?.GetValueKind() switch
    {
        null => "null",
        JsonValueKind.String => $"\"{PlainNumber.Shown(node.GetValue<string>())}\"",
        JsonValueKind.Array => "a list",
        JsonValueKind.Object => "an object",
        _ => PlainNumber.Shown(node.ToJsonString()),
    };

    private static Type Plain(JsonTypeInfo type) => Nullable.GetUnderlyingType(type.Type) ?? type.Type;

    private static bool IsWhole(JsonNode node) => PlainNumber.Whole(node.ToJsonString()) is not null;

    private static bool IsSeed(JsonNode node) => node.GetValueKind() is JsonValueKind.String or JsonValueKind.Number;

    private static IEnumerable<string> NamesOf(Type type) =>
        Enum.GetNames(type).Select(JsonNamingPolicy.SnakeCaseLower.ConvertName);
}
