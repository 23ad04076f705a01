using System.Text;

namespace CogSpace.Web.Tests.Languages;

/// <summary>The texts between quotation marks in a C# file, as templates: "It has {0} parts."</summary>
/// <remarks>Texts that a plus sign joins are one. What stands in the places of a text is read, too.</remarks>
internal sealed class SourceLiterals
{
    private const char Hole = '\0';

    private readonly string _source;
    private readonly List<(int At, string Template)> _found = [];

    private SourceLiterals(string source) => _source = source;

    /// <returns>Where each begins, and what it is.</returns>
    public static IReadOnlyList<(int At, string Template)> Of(string source)
    {
        var literals = new SourceLiterals(source);
        literals.ReadAll();
        return [.. literals._found.Select(literal => (literal.At, Numbered(literal.Template)))];
    }

    private static string Numbered(string text)
    {
        var numbered = new StringBuilder();
        int number = 0;
        foreach (char character in text)
            _ = character == Hole ? numbered.Append($"{{{number++}}}") : numbered.Append(character);
        return numbered.ToString();
    }

    private void ReadAll()
    {
        for (int at = 0; at < _source.Length;)
        {
            if (Skipped(at) is var after && after > at)
            {
                at = after;
            }
            else if (Literal(at) is { } literal)
            {
                int start = at;
                string text = literal.Text;
                at = literal.End;
                while (Joined(at) is { } next)
                    (text, at) = (text + next.Text, next.End);
                _found.Add((start, text));
            }
            else
            {
                at++;
            }
        }
    }

    // Behind a comment or a character.
    private int Skipped(int at)
    {
        if (Is("//", at))
            return _source.IndexOf('\n', at) is >= 0 and var end ? end : _source.Length;
        if (Is("/*", at))
            return _source.IndexOf("*/", at, StringComparison.Ordinal) + 2;
        if (_source[at] != '\'')
            return at;
        int last = _source.IndexOf('\'', at + (_source[at + 1] == '\\' ? 3 : 2));
        return last < 0 ? at + 1 : last + 1;
    }

    private (string Text, int End)? Joined(int at)
    {
        int plus = Space(at);
        return plus < _source.Length && _source[plus] == '+' ? Literal(Space(plus + 1)) : null;
    }

    private int Space(int at)
    {
        while (at < _source.Length && (char.IsWhiteSpace(_source[at]) || Is("//", at)))
            at = Is("//", at) ? Skipped(at) : at + 1;
        return at;
    }

    private (string Text, int End)? Literal(int at)
    {
        int start = at;
        while (at < _source.Length && _source[at] is '$' or '@')
            at++;
        if (at >= _source.Length || _source[at] != '"')
            return null;
        if (Is("\"\"\"", at))
            return ("", _source.IndexOf("\"\"\"", at + 3, StringComparison.Ordinal) + 3);
        string marks = _source[start..at];
        bool hasHoles = marks.Contains('$'), isVerbatim = marks.Contains('@');
        var text = new StringBuilder();
        for (at++; _source[at] != '"' || (isVerbatim && Is("\"\"", at));)
        {
            if (_source[at] == '\\' && !isVerbatim)
            {
                text.Append(_source[at + 1] switch { 'n' => '\n', 't' => '\t', var other => other });
                at += 2;
            }
            else if (hasHoles && _source[at] == '{' && _source[at + 1] != '{')
            {
                text.Append(Hole);
                at = BehindHole(at + 1);
            }
            else
            {
                text.Append(_source[at]);
                at += (hasHoles && _source[at] is '{' or '}') || (isVerbatim && _source[at] == '"') ? 2 : 1;
            }
        }

        return (text.ToString(), at + 1);
    }

    private int BehindHole(int at)
    {
        for (int depth = 1; depth > 0;)
        {
            if (Literal(at) is { } inner)
            {
                _found.Add((at, inner.Text));
                at = inner.End;
            }
            else if (Skipped(at) is var after && after > at)
            {
                at = after;
            }
            else
            {
                depth += _source[at] switch { '{' => 1, '}' => -1, _ => 0 };
                at++;
            }
        }

        return at;
    }

    private bool Is(string text, int at) => string.CompareOrdinal(_source, at, text, 0, text.Length) == 0;
}
