using System.Globalization;
using System.Text.Json.Nodes;

namespace CogSpace.Web.Api.Gradio;

/// <summary>A function that can be called, with the names and the order of the demo that it stands for.</summary>
/// <remarks>Source: github.com/zai-org/CogVideo, inference/gradio_composite_demo/app.py.</remarks>
internal sealed record GradioFunction(
    int Id, string Name, IReadOnlyList<GradioValue> Parameters, IReadOnlyList<GradioValue> Returns)
{
    /// <summary>Makes a video.</summary>
    public static GradioFunction Generate { get; } = new(
        0, "generate",
        [
            new("prompt", "Prompt", GradioValue.Textbox, "string", "str") { Example = "a red circle moves up" },
            new("image_input", "Input image", GradioValue.Image, "object", "filepath") { IsOptional = true },
            new("video_input", "Input video", GradioValue.Video, "object", "filepath") { IsOptional = true },
            new("video_strength", "Strength", "Slider", "number", "float") { IsOptional = true, Default = 0.8 },
            new("seed_value", "Seed (-1 for a random one)", GradioValue.Number, "number", "float")
            {
                IsOptional = true,
                Default = -1,
            },
            new("scale_status", "Super-resolution", GradioValue.Checkbox, "boolean", "bool")
            {
                IsOptional = true,
                Default = false,
            },
            new("rife_status", "Frame interpolation", GradioValue.Checkbox, "boolean", "bool")
            {
                IsOptional = true,
                Default = false,
            },
        ],
        [
            new("video_output", "Video", GradioValue.Video, "object", "filepath"),
            new("download_video_button", "Download the video", GradioValue.File, "object", "filepath"),
            new("download_gif_button", "Download the GIF", GradioValue.File, "object", "filepath"),
            new("seed_text", "Seed used", GradioValue.Number, "number", "float"),
        ]);

    /// <summary>Makes a longer prompt of a short one.</summary>
    public static GradioFunction EnhancePrompt { get; } = new(
        1, "enhance_prompt_func",
        [new("prompt", "Prompt", GradioValue.Textbox, "string", "str") { Example = "a fox in the snow" }],
        [new("prompt", "Prompt", GradioValue.Textbox, "string", "str")]);

    public static IReadOnlyList<GradioFunction> All { get; } = [Generate, EnhancePrompt];

    /// <summary>Its name as clients write it.</summary>
    public string Path => $"/{Name}";

    /// <exception cref="ApiException">There is none.</exception>
    public static GradioFunction Find(int? id) => All.FirstOrDefault(function => function.Id == id) ?? throw Unknown();

    /// <inheritdoc cref="Find(int?)"/>
    public static GradioFunction Find(string name) => All.FirstOrDefault(function => function.Name == name) ?? throw Unknown();

    /// <summary>Names the values of a call; those at the end may be left out.</summary>
    /// <typeparam name="T">Has a field for each parameter.</typeparam>
    /// <exception cref="ApiException">There are too many, or one is of another type.</exception>
    public T Read<T>(JsonArray values)
        where T : class
    {
        if (values.Count > Parameters.Count)
            throw ApiException.Invalid("data", string.Create(
                CultureInfo.InvariantCulture,
                $"The function {Path} takes {Parameters.Count} values, and \"data\" has {values.Count}."));
        var named = new JsonObject(values.Zip(
            Parameters, (value, parameter) => KeyValuePair.Create(parameter.Name, value?.DeepClone())));
        return GradioJson.Read<T>(named);
    }

    /// <summary>Puts values into the order of the parameters; what is left out is null.</summary>
    /// <exception cref="ApiException">There is no such parameter.</exception>
    public JsonArray Order(JsonObject named)
    {
        if (named.Select(value => value.Key).FirstOrDefault(name => Parameters.All(one => one.Name != name)) is { } unknown)
            throw ApiException.Invalid(
                "data", $"The function {Path} has no parameter \"{PlainNumber.Shown(unknown)}\". There are: " +
                $"{string.Join(", ", Parameters.Select(one => one.Name))}.");
        return [.. Parameters.Select(one => named[one.Name]?.DeepClone())];
    }

    private static ApiException Unknown() => new(
        StatusCodes.Status404NotFound, ApiProblem.NotFound,
        $"There is no such function. There are: {string.Join(", ", All.Select(function => function.Path))}.");
}

/// <summary>A parameter of a function, or something that it returns.</summary>
/// <param name="Name">Of the parameter.</param>
/// <param name="Label">For people.</param>
/// <param name="Component">What it is on a page of Gradio.</param>
/// <param name="Type">In JSON.</param>
/// <param name="PythonType">In Python.</param>
internal sealed record GradioValue(string Name, string Label, string Component, string Type, string PythonType)
{
    public const string Textbox = "Textbox";
    public const string Image = "Image";
    public const string Video = "Video";
    public const string File = "File";
    public const string Number = "Number";
    public const string Checkbox = "Checkbox";

    /// <summary>Whether it may be left out.</summary>
    public bool IsOptional { get; init; }

    /// <summary>What it is where it is left out.</summary>
    public object? Default { get; init; }

    /// <summary>What somebody might give.</summary>
    public object? Example { get; init; }
}
