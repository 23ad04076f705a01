namespace CogSpace.PostProcess.Media;

/// <summary>What was done to the pictures of a video when they were read, and what was wrong with them.</summary>
public sealed class SourceReport
{
    private readonly List<string> _notes = [];

    /// <summary>Null: nothing had to be changed.</summary>
    public SourceConversion? Conversion { get; private set; }

    /// <summary>What the person should know, a sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    internal void AddConversion(SourceConversion? conversion, IEnumerable<string> notes)
    {
        Conversion = conversion;
        _notes.AddRange(notes);
    }

    /// <param name="errors">Reported by the decoder.</param>
    /// <param name="words">The first of them; empty: there are none.</param>
    internal void AddDamage(int errors, string words)
    {
        if (errors == 0)
            return;
        string times = errors == 1 ? "one error" : FormattableString.Invariant($"{errors} errors");
        _notes.Add(
            $"The video is damaged: FFmpeg reported {times} while it decoded the pictures, so some of them may look wrong. " +
            $"The first was: {words.TrimEnd('.')}.");
    }
}
