using System.Globalization;
using System.Net;
using System.Text;

namespace CogSpace.Generation.Training;

/// <summary>report.html: the settings, the loss and the validation clips of a training. It names no other host.</summary>
/// <param name="request">The training.</param>
/// <param name="model">That is trained, by name.</param>
internal sealed class TrainingReport(TrainingRequest request, string model)
{
    public const string FileName = "report.html";

    /// <summary>Writes it with what there is, in place of an earlier one.</summary>
    /// <param name="points">The losses so far.</param>
    /// <exception cref="CogSpaceException">It cannot be written.</exception>
    public void Write(IReadOnlyList<LossPoint> points)
    {
        string title = $"Training of {Text(model)}";
        string page = $"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title}</title>
            <style>{Style}</style>
            </head>
            <body>
            <main>
            <h1>{title}</h1>
            <p>{State(points)}</p>
            <h2>Loss</h2>
            {LossPlot.Draw(points)}
            {Clips()}
            <h2>Settings</h2>
            <table>{string.Concat(Settings().Select(row => $"<tr><th>{row.Name}</th><td>{Text(row.Value)}</td></tr>"))}</table>
            </main>
            </body>
            </html>

            """;
        AtomicFile.Write(Path.Combine(request.Output, FileName), Encoding.UTF8.GetBytes(page));
    }

    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
        main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
        table { border-collapse: collapse; }
        th, td { text-align: start; vertical-align: top; padding: .25rem 1rem .25rem 0; font-weight: normal; }
        thead th, tbody th { color: GrayText; }
        .clips { overflow-x: auto; }
        video { display: block; width: 16rem; max-width: 40vw; border-radius: .25rem; }
        svg { width: 100%; height: auto; }
        svg text { fill: currentColor; font-size: 12px; }
        .grid { stroke: currentColor; opacity: .15; }
        .raw { fill: none; stroke: #8ab4d8; stroke-width: 1; }
        .smooth { fill: none; stroke: #c2410c; stroke-width: 2.5; }
        """;

    private string State(IReadOnlyList<LossPoint> points) => points.Count == 0
        ? "No step has been made yet."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"Step {points[^1].Step} of {request.Options.Steps}. The loss is {points[^1].Smoothed:0.0000}, smoothed over about " +
            $"fifty steps.");

    // A row for each step that clips were made after, a column for each prompt.
    private string Clips()
    {
        string folder = Path.Combine(request.Output, ValidationPlan.FolderName);
        var prompts = request.Validation?.Prompts ?? [];
        var made = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder).Select(file => ValidationPlan.Parse(Path.GetFileName(file)))
                .OfType<(int Step, int Clip)>().Where(clip => clip.Clip < prompts.Count)
                .ToLookup(clip => clip.Step, clip => clip.Clip)
            : null;
        if (made is not { Count: > 0 })
            return "";
        var page = new StringBuilder("<h2>Validation clips</h2>\n<div class=\"clips\"><table>\n<thead><tr><th>Step</th>");
        page.AppendJoin("", prompts.Select(prompt => $"<th scope=\"col\">{Text(prompt)}</th>")).AppendLine("</tr></thead>");
        foreach (var row in made.OrderBy(row => row.Key))
        {
            page.Append($"<tr><th scope=\"row\">{Number(row.Key)}</th>");
            foreach (int clip in Enumerable.Range(0, prompts.Count))
                page.Append(row.Contains(clip) ? Cell(row.Key, clip) : "<td>no picture</td>");
            page.AppendLine("</tr>");
        }

        return page.Append("</table></div>").ToString();

        string Cell(int step, int clip) =>
            $"<td><video controls loop muted preload=\"metadata\" src=\"{ValidationPlan.FolderName}/" +
            $"{ValidationPlan.FileOf(step, clip)}\" aria-label=\"{Text(prompts[clip])}, step {step}\"></video></td>";
    }

    private IEnumerable<(string Name, string Value)> Settings()
    {
        var options = request.Options;
        yield return ("Model", model);
        yield return ("Trained", options.Lora is { } lora
            ? $"a LoRA of rank {lora.Rank}, alpha {Number(lora.Alpha)}, for {string.Join(", ", lora.Targets)}"
            : "all weights of the transformer");
        string rate = Number(options.LearningRate);
        yield return ("Learning rate", $"{rate}, {options.Schedule}, {options.WarmupSteps} steps of warm-up");
        yield return ("Clips of a step", Number(options.BatchSize * (double)options.Accumulation));
        yield return ("Prompt dropout", Number(options.Dropout));
        yield return ("Largest gradient norm", Number(options.MaxGradientNorm));
        yield return ("Weight decay", Number(options.WeightDecay));
        yield return ("Seed", options.Seed.ToString(CultureInfo.InvariantCulture));
        if (request.Prefix.Trim() is { Length: > 0 } prefix)
            yield return ("Before every caption", prefix);
    }

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
