using System.CommandLine;

namespace CogSpace.Cli;

/// <summary>The options that say how pictures of another shape are brought to size.</summary>
internal static class FitOptions
{
    private static readonly Option<string> Fit = new("--fit")
    {
        Description =
            "How a picture of another shape is brought to size: crop, or stretch as the reference's pipeline does.",
        DefaultValueFactory = _ => "crop",
    };

    private static readonly Option<Crop?> CropAt = new("--crop")
    {
        Description =
            "Which part is kept: x,y or x,y,zoom. 0,0 is the upper left, 1,1 the lower right; zoom 1 keeps as much as " +
            "there can be, 8 an eighth. Default: 0.5,0.5,1.",
        HelpName = "x,y,zoom",
        CustomParser = result => Parse(result.Tokens[0].Value, result.AddError),
    };

    public static IEnumerable<Option> All => [Fit, CropAt];

    public static bool AreGiven(ParseResult arguments) => All.Any(arguments.IsGiven);

    /// <returns>The part that is kept; null: the whole, stretched.</returns>
    /// <exception cref="InvalidRequestException">The options contradict each other.</exception>
    public static Crop? Read(ParseResult arguments) =>
        arguments.GetValue(Fit) switch
        {
            "crop" => arguments.GetValue(CropAt) ?? Crop.Centred,
            "stretch" when arguments.IsGiven(CropAt) => throw new InvalidRequestException(
                "--crop does not go with --fit stretch, which keeps the whole picture."),
            "stretch" => null,
            var other => throw new InvalidRequestException(
                $"\"{other}\" is not a way to fit a picture: use crop or stretch."),
        };

    private static Crop Parse(string text, Action<string> fail)
    {
        var numbers = new List<double>();
        foreach (string part in text.Split(','))
        {
            if (PlainNumber.Fraction(part) is { } number)
                numbers.Add(number);
        }

        if (numbers.Count == text.Split(',').Length && numbers.Count is 2 or 3)
            return new Crop(numbers[0], numbers[1], numbers.Count == 3 ? numbers[2] : 1);
        fail($"\"{text}\" is not a valid crop: write x,y or x,y,zoom, as 0.5,0.5,1.");
        return Crop.Centred;
    }
}
