using System.Text;

namespace CogSpace.Generation;

/// <summary>Prompts in a text file, one on each line. Blank lines, and those that begin with #, are left out.</summary>
public static class PromptList
{
    /// <summary>The most prompts of a list.</summary>
    public const int Most = 999;

    private const int MostBytes = 4_000_000;

    /// <param name="path">In UTF-8, or in UTF-16 with its mark.</param>
    /// <param name="cancel">Ends it.</param>
    /// <returns>The prompts in their order, one at least.</returns>
    /// <exception cref="InvalidRequestException">It is no such list; the message says why.</exception>
    /// <exception cref="CogSpaceException">The file cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> ReadAsync(string path, CancellationToken cancel = default)
    {
        using var text = new StringReader(Decode(path, await ReadBytesAsync(path, cancel)));
        var prompts = new List<string>();
        while (prompts.Count <= Most && text.ReadLine()?.Trim() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
                prompts.Add(line);
        }

        return prompts.Count switch
        {
            0 => throw new InvalidRequestException($"There are no prompts in {path}: write one on each line."),
            > Most => throw new InvalidRequestException(
                $"There are more than {Most} prompts in {path}, which is the most: make several lists of it."),
            _ => prompts,
        };
    }

    private static async Task<byte[]> ReadBytesAsync(string path, CancellationToken cancel)
    {
        try
        {
            await using var file = new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous);
            byte[] buffer = new byte[MostBytes + 1];
            int count = await file.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancel);
            return count <= MostBytes
                ? buffer[..count]
                : throw new InvalidRequestException(
                    $"{path} is larger than the {ByteSize.Format(MostBytes)} that a list of prompts may have.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidRequestException($"There is no file {path}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CogSpaceException($"Cannot read {path}: {e.Message}", e);
        }
    }

    private static string Decode(string path, byte[] bytes)
    {
        Encoding encoding = bytes switch
        {
            [0xFF, 0xFE, ..] => new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
            [0xFE, 0xFF, ..] => new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
            _ => new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        };
        int mark = bytes.AsSpan().StartsWith(encoding.Preamble) ? encoding.Preamble.Length : 0;
        try
        {
            string text = encoding.GetString(bytes, mark, bytes.Length - mark);
            if (!text.Contains('\0', StringComparison.Ordinal))
                return text;
        }
        catch (DecoderFallbackException)
        {
            // said below
        }

        throw new InvalidRequestException($"{path} is not a list of prompts: it is not a text in UTF-8.");
    }
}
