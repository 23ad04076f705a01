using System.Text.Json;

namespace CogSpace.Pipeline.Weights;

/// <summary>Reads the JSON config that stands beside a network's weights.</summary>
internal static class ConfigFile
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <exception cref="ModelLoadException">
    /// The file is missing, is no JSON, lacks a value or has one of another type.
    /// </exception>
    public static T Read<T>(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<T>(File.ReadAllBytes(path), Format)
                ?? throw new ModelLoadException(path, "it is empty.");
        }
        catch (JsonException e)
        {
            throw new ModelLoadException(path, e.Message, e);
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw ModelLoadException.Unreadable(path, e);
        }
    }

    /// <summary>Refuses a value that the code does not support, by its name in the file.</summary>
    /// <exception cref="ModelLoadException"><paramref name="supported"/> is false.</exception>
    public static void Require(bool supported, string path, string name, object? value, string expected)
    {
        if (!supported)
            throw new ModelLoadException(path, $"{name} is {value ?? "null"}, which is not supported; expected {expected}.");
    }
}
