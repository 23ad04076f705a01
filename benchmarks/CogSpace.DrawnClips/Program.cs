using System.CommandLine;
using CogSpace;
using CogSpace.DrawnClips;
using CogSpace.DrawnClips.Drawing;

// dotnet run --project benchmarks/CogSpace.DrawnClips -- --count 24 --colour cyan --output clips
var output = new Option<string>("--output") { Description = "The folder that gets name.mp4 and name.txt.", Required = true };
var count = new Option<int>("--count") { Description = "Clips.", DefaultValueFactory = _ => 24 };
var seed = new Option<int>("--seed") { Description = "The same seed draws the same clips.", DefaultValueFactory = _ => 1 };
var pairs = new Option<double>("--pairs") { Description = "The part of the clips that have two shapes, 0 to 1." };
var shapes = Words("--shape", Outline.All.Keys, Outline.Learned);
var colours = Words("--colour", Palette.All.Keys, Palette.Learned);
var backdrops = Words("--background", Backdrop.All.Keys, Backdrop.Learned);
var motions = Words("--motion", Motion.All.Keys, Motion.Learned);

var command = new RootCommand("Draws clips of moving shapes with captions, for cogspace train.")
{
    output, count, seed, shapes, colours, backdrops, motions, pairs,
};
command.SetAction(async (arguments, cancel) =>
{
    try
    {
        await DrawnFolder.WriteAsync(
            arguments.GetValue(output)!,
            new Variety
            {
                Shapes = arguments.GetValue(shapes)!,
                Colours = arguments.GetValue(colours)!,
                Backdrops = arguments.GetValue(backdrops)!,
                Motions = arguments.GetValue(motions)!,
                Pairs = arguments.GetValue(pairs),
            },
            arguments.GetValue(count), arguments.GetValue(seed), cancel);
        return 0;
    }
    catch (Exception e) when (e is CogSpaceException or InvalidOperationException or IOException)
    {
        Console.Error.WriteLine(e.Message);
        return 1;
    }
});
return await command.Parse(args).InvokeAsync();

static Option<string[]> Words(string name, IEnumerable<string> all, IReadOnlyList<string> usual)
{
    var option = new Option<string[]>(name)
    {
        Description = $"Some of: {string.Join(", ", all)}. Default: those that the small models learned.",
        AllowMultipleArgumentsPerToken = true,
        DefaultValueFactory = _ => [.. usual],
    };
    option.AcceptOnlyFromAmong([.. all]);
    return option;
}
