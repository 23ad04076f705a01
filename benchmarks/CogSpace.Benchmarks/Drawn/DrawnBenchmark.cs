using System.Globalization;
using CogSpace.DrawnClips.Drawing;
using CogSpace.DrawnClips.Judging;

namespace CogSpace.Benchmarks.Drawn;

/// <summary>
/// How often the small models draw what the prompt says: colours, background, motion, shape, the first frame of image to video,
/// and the new colour of a restyled clip.
/// </summary>
internal static class DrawnBenchmark
{
    private const int Usual = 60, Quick = 12;
    private const int Seed = 2024;
    private const ulong FirstSeed = 1000;
    private const int Steps = 50, FewSteps = 20;

    private static readonly string[] Straight = ["right", "left", "up", "down"];

    // All that a clip may be taken for.
    private static readonly Variety Learned = new();

    public static async Task RunAsync(BenchOptions asked)
    {
        int count = asked.Number is { } number ? (int)number : asked.Quick ? Quick : Usual;
        using (var model = new ClipMaker("cogspace-tiny"))
        {
            Console.WriteLine($"cogspace-tiny and cogspace-tiny-i2v, {model.Type}, DPM, guidance 6, seeds from {FirstSeed} on");
            Console.WriteLine();
            Console.WriteLine("| | clips | background | colour | motion | left, right, up, down |");
            Console.WriteLine("|---|---|---|---|---|---|");
            foreach (int steps in new[] { Steps, FewSteps })
                Print($"text to video, {steps} steps", await MakeAsync(model, Draw(Learned, count), steps));
            foreach (double strength in new[] { 0.6, 0.9 })
                Print(
                    FormattableString.Invariant($"video to video, strength {strength}, {Steps} steps, new colour"),
                    await RestyleAsync(model, Draw(Learned, Math.Max(count / 5, 1)), strength));
            var (continued, decibels) = await ContinueAsync(Draw(Learned, Math.Max(count / 3, 1)));
            Print($"image to video, {FewSteps} steps", continued);
            Console.WriteLine();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"The first frame of image to video against its picture: {decibels.Average():0.0} dB on average, " +
                $"{decibels.Min():0.0} the worst."));
            Console.WriteLine();
            await PrintShapesAsync(model, Math.Max(count / Outline.Learned.Count, 1));
        }
    }

    private static List<DrawnClip> Draw(Variety variety, int count)
    {
        var random = new Random(Seed);
        return [.. Enumerable.Range(0, count).Select(_ => variety.Next(random))];
    }

    private static async Task<List<(DrawnClip, SeenClip)>> MakeAsync(ClipMaker model, List<DrawnClip> clips, int steps)
    {
        var (random, seen) = (new Random(Seed), new List<(DrawnClip, SeenClip)>());
        foreach (var (i, clip) in clips.Index())
        {
            string prompt = i % 2 == 0 ? Caption.Plain(clip) : Caption.Varied(clip, random);
            seen.Add((clip, ClipJudge.Look(await model.MakeAsync(prompt, FirstSeed + (ulong)i, steps), variety: Learned)));
        }

        return seen;
    }

    // The clips themselves are the source; the prompt differs in the colour of the shape.
    private static async Task<List<(DrawnClip, SeenClip)>> RestyleAsync(ClipMaker model, List<DrawnClip> clips, double strength)
    {
        var (random, seen) = (new Random(Seed), new List<(DrawnClip, SeenClip)>());
        foreach (var (i, clip) in clips.Index())
        {
            var asked = clip with { Objects = [clip.Objects[0] with { Colour = OtherColour(clip, random) }] };
            var made = await model.RestyleAsync(Caption.Plain(asked), clip.Draw(), strength, FirstSeed + (ulong)i, Steps);
            seen.Add((asked, ClipJudge.Look(made, variety: Learned)));
        }

        return seen;
    }

    private static string OtherColour(DrawnClip clip, Random random) => random.GetItems(
        [
            .. Palette.Learned.Where(colour =>
                colour != clip.Objects[0].Colour && Variety.StandsOut(colour, clip.Backdrop)),
        ],
        1)[0];

    private static async Task<(List<(DrawnClip, SeenClip)> Seen, List<double> Decibels)> ContinueAsync(List<DrawnClip> clips)
    {
        using var model = new ClipMaker("cogspace-tiny-i2v");
        var (seen, decibels) = (new List<(DrawnClip, SeenClip)>(), new List<double>());
        foreach (var (i, clip) in clips.Index())
        {
            var first = clip.Draw(time: 0);
            var made = await model.ContinueAsync(Caption.Plain(clip), first, FirstSeed + (ulong)i, FewSteps);
            seen.Add((clip, ClipJudge.Look(made, variety: Learned)));
            decibels.Add(Decibels(first, made[0]));
        }

        return (seen, decibels);
    }

    private static async Task PrintShapesAsync(ClipMaker model, int count)
    {
        Console.WriteLine($"Shapes that stay or move straight, {count} of each, {Steps} steps");
        Console.WriteLine();
        Console.WriteLine($"| {string.Join(" | ", Outline.Learned)} | all |");
        Console.WriteLine($"|{string.Concat(Enumerable.Repeat("---|", Outline.Learned.Count + 1))}");
        var (cells, right) = (new List<string>(), 0);
        foreach (string shape in Outline.Learned)
        {
            var variety = Learned with { Shapes = [shape], Motions = [.. Straight, "still"] };
            var seen = await MakeAsync(model, Draw(variety, count), Steps);
            var wrong = seen.Select(clip => clip.Item2.Objects[0].Shape).Where(name => name != shape).CountBy(name => name);
            int here = seen.Count(clip => clip.Item2.Objects[0].Shape == shape);
            right += here;
            string instead = string.Join(", ", wrong.OrderByDescending(name => name.Value).Select(name => name.Key));
            cells.Add($"{here}/{count}{(instead.Length > 0 ? $" (else {instead})" : "")}");
        }

        Console.WriteLine($"| {string.Join(" | ", cells)} | {right}/{count * Outline.Learned.Count} |");
    }

    private static void Print(string what, List<(DrawnClip Drawn, SeenClip Seen)> clips)
    {
        foreach (var (drawn, seen) in clips.Where(clip => !clip.Seen.Shows(clip.Drawn)))
            Console.Error.WriteLine($"{what}: asked for {Caption.Plain(drawn)}, saw {seen}");
        var (rates, straight) = (Rates.Of(clips), clips.Where(clip => Straight.Contains(clip.Drawn.Objects[0].Motion)).ToList());
        string alone = straight.Count > 0 ? $"{Percent(Rates.Of(straight).Motion)} of {straight.Count}" : "none";
        Console.WriteLine(
            $"| {what} | {clips.Count} | {Percent(rates.Backdrop)} | {Percent(rates.Colour)} | {Percent(rates.Motion)} " +
            $"| {alone} |");
    }

    private static string Percent(double part) => string.Create(CultureInfo.InvariantCulture, $"{part * 100:0.#} %");

    private static double Decibels(Frame expected, Frame actual)
    {
        var (a, b) = (expected.Pixels.ToArray(), actual.Pixels.ToArray());
        double meanSquare = a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Average();
        return 10 * Math.Log10(byte.MaxValue * byte.MaxValue / Math.Max(meanSquare, 1e-6));
    }
}
