using System.Text;

namespace CogSpace.PostProcess.Media;

/// <summary>Tags on their way to FFmpeg: in a file, because on a command line somebody's words could become options.</summary>
/// <remarks>
/// Source: FFmpeg's documentation, ffmetadata: a key and a value to a line, with a backslash before whatever has a meaning of
/// its own.
/// </remarks>
internal sealed class TagFile : IDisposable
{
    private readonly ScratchFile _file;

    /// <param name="folder">Where FFmpeg works.</param>
    /// <param name="name">Of letters, digits and dots.</param>
    /// <param name="tags">Of the video.</param>
    /// <param name="video">What error messages name.</param>
    /// <exception cref="CogSpaceException">The file cannot be written.</exception>
    public TagFile(string folder, string name, VideoTags tags, string video)
    {
        (_file, Name) = (new ScratchFile(Path.Combine(folder, name)), name);
        string text =
            $";FFMETADATA1\ntitle={Escaped(tags.Title)}\ncomment={Escaped(tags.Comment)}\n" +
            $"description={Escaped(tags.Description)}\n" +
            (tags.IsAiGenerated ? $"{AiLabel.TagName}={Escaped(AiLabel.SourceType)}\n" : "");       // MP4 has a box for it
        Disk.Try($"Cannot write {video}", () => File.WriteAllText(_file.Path, text));
    }

    public string Name { get; }

    public void Dispose() => _file.Dispose();

    private static string Escaped(string value)
    {
        var text = new StringBuilder(value.Length);
        foreach (char character in value)
        {
            if (character is '=' or ';' or '#' or '\\' or '\n')
                text.Append('\\');
            if (character is not ('\0' or '\r'))
                text.Append(character);
        }

        return text.ToString();
    }
}
