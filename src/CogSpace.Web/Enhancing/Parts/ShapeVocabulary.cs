using System.Text.RegularExpressions;

namespace CogSpace.Web.Enhancing.Parts;

/// <summary>
/// Our small models: one shape that moves over a background, in one form of sentence. What else a prompt says is left out.
/// </summary>
public sealed partial class ShapeVocabulary : PromptVocabulary
{
    /// <summary>In the words that these models know best.</summary>
    public const string Language = """
        The model is tiny and understands one form of sentence only: "a [large] COLOUR SHAPE MOTION on a BACKGROUND background".
        Colours: red, orange, yellow, green, blue, purple, pink, white, black. Shapes: circle, square, triangle, ring, heart.
        Motions: moves from left to right, moves from right to left, moves up, moves down, moves in a circle, bounces, grows, shrinks, stays still.
        Backgrounds: white, black, gray, green, blue, yellow, sunset, sky; in another colour than the shape.
        Answer with one such sentence, whatever the idea is: the one that comes nearest to it. Camera, light and all else are unknown to it.
        """;

    private const string Subject = "Subject";
    private const string Colour = "Colour";
    private const string Size = "Size";
    private const string Motion = "Motion";
    private const string Setting = "Setting";

    private const string Goes = @"(?:\b(?:mov|go|slid|glid|fly|fli|travel|roll|drift|float|runs?|running)\w*\s+)?";

    private static readonly IReadOnlyDictionary<string, string> Shapes = Pairs(
        "circle circle, ball circle, disc circle, dot circle, square square, box square, block square, triangle " +
        "triangle, star star, ring ring, donut ring, heart heart"
    );
    private static readonly IReadOnlyDictionary<string, string> Colours = Pairs(
        "red red, orange orange, yellow yellow, green green, blue blue, purple purple, violet purple, pink pink, white " +
        "white, black black"
    );
    private static readonly IReadOnlyDictionary<string, string> Sizes = Pairs(
        "small small, tiny small, little small, large large, big large, huge large, giant large");
    private static readonly IReadOnlySet<string> EmptyWords = PromptWords.List(
        "a an and it its the is are on over in of with to from at against that which then slowly plain background " +
        "backdrop video clip"
    );

    private static readonly PromptPart[] Parts =
    [
        new(Subject, ["circle", "square", "triangle", "ring", "heart"], IsNeeded: true),
        new(Colour, ["red", "orange", "yellow", "green", "blue", "purple", "pink", "black"]),
        new(Size, ["large", "small"]),
        new(
            Motion,
            [
                "moves from left to right",
                "moves from right to left",
                "moves up",
                "moves down",
                "moves in a circle",
                "bounces",
                "grows",
                "shrinks",
                "stays still",
            ]
        ),
        new(
            Setting,
            [
                "on a white background",
                "on a black background",
                "on a gray background",
                "on a yellow background",
                "on a green background",
                "on a blue background",
                "on a sky background",
                "on a sunset background",
            ]
        ),
    ];

    private static readonly (Regex Form, string Motion)[] Motions =
    [
        (InACircle(), "moves in a circle"),
        (ToTheRight(), "moves from left to right"),
        (ToTheLeft(), "moves from right to left"),
        (Upwards(), "moves up"),
        (Downwards(), "moves down"),
        (Bounces(), "bounces"),
        (Grows(), "grows"),
        (Shrinks(), "shrinks"),
        (Spins(), "spins"),
        (StaysStill(), "stays still"),
    ];

    private ShapeVocabulary()
    {
    }

    public static PromptVocabulary Instance { get; } = new ShapeVocabulary();

    public override bool TakesOwnWords => false;

    public override IReadOnlyList<PromptPart> MissingFrom(string prompt)
    {
        var said = Read(prompt);
        return
        [
            .. Parts
                .Where(part => !said.Parts.ContainsKey(part.Name))
                .Select(part => part with { Suggestions = Fitting(part, said.Parts) }),
        ];
    }

    public override string Compose(string prompt, IReadOnlyDictionary<string, string> choices)
    {
        var said = Read(prompt).Parts;
        string?[] words = [Said(Size), Said(Colour), Said(Subject) ?? "shape", Said(Motion), Said(Setting)];
        string sentence = string.Join(' ', words.OfType<string>());
        return $"{(sentence[0] is 'a' or 'e' or 'i' or 'o' or 'u' ? "an" : "a")} {sentence}";

        string? Said(string name) => said.GetValueOrDefault(name) ?? choices.GetValueOrDefault(name);
    }

    public override IReadOnlyList<string> UnknownIn(string prompt) => Read(prompt).Unknown;

    // Nothing is seen of a white shape on a white background.
    private static string[] Fitting(PromptPart part, Dictionary<string, string> said) =>
        part.Name switch
        {
            Colour when said.TryGetValue(Setting, out string? setting) =>
            [
                .. part.Suggestions.Where(colour => !setting.Contains($" {colour} ", StringComparison.Ordinal)),
            ],
            Setting when said.TryGetValue(Colour, out string? colour) =>
            [
                .. part.Suggestions.Where(setting => !setting.Contains($" {colour} ", StringComparison.Ordinal)),
            ],
            _ => [.. part.Suggestions],
        };

    // Motion and background first: "in a circle" is not a circle, and "green background" is not a green shape.
    private static (Dictionary<string, string> Parts, IReadOnlyList<string> Unknown) Read(string prompt)
    {
        var parts = new Dictionary<string, string>(StringComparer.Ordinal);
        string rest = prompt.ToLowerInvariant();
        foreach (var (form, motion) in Motions)
        {
            if (form.Match(rest) is not { Success: true } match)
                continue;
            parts[Motion] = motion;
            rest = rest.Remove(match.Index, match.Length).Insert(match.Index, " ");
            break;
        }

        if (Background().Match(rest) is { Success: true } background)
        {
            string colour = background.Groups["of"].Value.Replace("grey", "gray", StringComparison.Ordinal);
            parts[Setting] = $"on {(colour == "orange" ? "an" : "a")} {colour} background";
            rest = rest.Remove(background.Index, background.Length).Insert(background.Index, " ");
        }

        var unknown = new List<string>();
        foreach (string word in PromptWords.In(rest))
        {
            bool isKnown = TryTake(Subject, Shapes, word) | TryTake(Colour, Colours, word) | TryTake(Size, Sizes, word);
            if (!isKnown && !EmptyWords.Contains(word) && !unknown.Contains(word))
                unknown.Add(word);
        }

        return (parts, unknown);

        bool TryTake(string name, IReadOnlyDictionary<string, string> names, string word) =>
            PromptWords.FormsOf(word).FirstOrDefault(names.ContainsKey) is { } known && parts.TryAdd(name, names[known]);
    }

    private static Dictionary<string, string> Pairs(string text) =>
        text.Split(", ").Select(pair => pair.Split(' ')).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);

    [GeneratedRegex(Goes + @"\b(?:in (?:a )?circles?|round and round)\b|\borbit\w*|\bcircling\b")]
    private static partial Regex InACircle();

    [GeneratedRegex(
        Goes
            + @"\b(?:from (?:the )?left to (?:the )?right|left to right|(?:to the )?(?<!from (?:the )?)right(?:wards?)?(?! to ))\b"
    )]
    private static partial Regex ToTheRight();

    [GeneratedRegex(
        Goes
            + @"\b(?:from (?:the )?right to (?:the )?left|right to left|(?:to the )?(?<!from (?:the )?)left(?:wards?)?(?! to ))\b"
    )]
    private static partial Regex ToTheLeft();

    [GeneratedRegex(Goes + @"\b(?:up(?:wards?)?|from bottom to top)\b|\b(?:ris(?:es?|ing)|climb\w*)\b(?: up)?")]
    private static partial Regex Upwards();

    [GeneratedRegex(
        Goes + @"\b(?:down(?:wards?)?|from top to bottom)\b|\b(?:fall(?:s|ing)?|sink(?:s|ing)?|drop(?:s|ping)?)\b(?: down)?")]
    private static partial Regex Downwards();

    [GeneratedRegex(@"\b(?:bounc|jump|hop)\w*")]
    private static partial Regex Bounces();

    [GeneratedRegex(@"\b(?:grow\w*|expand\w*|(?:gets?|getting|becom\w+) (?:bigger|larger))\b")]
    private static partial Regex Grows();

    [GeneratedRegex(@"\b(?:shr[iau]nk\w*|(?:gets?|getting|becom\w+) smaller)\b")]
    private static partial Regex Shrinks();

    [GeneratedRegex(@"\b(?:spin\w*|rotat\w*|turns?|turning|twirl\w*)\b")]
    private static partial Regex Spins();

    [GeneratedRegex(@"\b(?:(?:stays?|staying|stands?|standing|is|keeps?) still|does not move|motionless|still)\b")]
    private static partial Regex StaysStill();

    [GeneratedRegex(
        @"(?:\b(?:on|over|against|in front of|in|at)\s+)?(?:\b(?:a|an|the)\s+)?\b(?:(?<of>white|black|gr[ae]y|green|blue|yellow|sunset|sky)\s+(?:background|backdrop)|(?<of>sunset|sky))\b"
    )]
    private static partial Regex Background();
}
