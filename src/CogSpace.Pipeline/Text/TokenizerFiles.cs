using System.Text.Json;

namespace CogSpace.Pipeline.Text;

/// <summary>Reads the small files of a tokenizer folder. None is trusted: size and form are checked.</summary>
internal static class TokenizerFiles
{
    private const int LongestJson = 4 << 20;

    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    /// <exception cref="ModelLoadException">The file is missing, cannot be read, or is longer than it can rightly be.</exception>
    public static byte[] ReadBytes(string file, int longest)
    {
        try
        {
            long length = new FileInfo(file).Length;
            return length <= longest
                ? File.ReadAllBytes(file)
                : throw new ModelLoadException(file, $"it has {length} bytes, which is too long for a tokenizer's file.");
        }
        catch (Exception e) when (Disk.Failed(e))
        {
            throw ModelLoadException.Unreadable(file, e);
        }
    }

    /// <summary>A JSON file of the folder, or null where it is not there: all of them are optional.</summary>
    /// <exception cref="ModelLoadException">The file is no JSON, or has other contents than it should.</exception>
    public static T? ReadJson<T>(string folder, string name)
        where T : class
    {
        string file = Path.Combine(folder, name);
        if (!File.Exists(file))
            return null;

        try
        {
            return JsonSerializer.Deserialize<T>(ReadBytes(file, LongestJson), Json);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)   // the latter: broken escapes in strings
        {
            throw new ModelLoadException(file, "it is not the JSON that it should be.", e);
        }
    }
}
