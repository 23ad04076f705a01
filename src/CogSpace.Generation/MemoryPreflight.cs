using CogSpace.Pipeline;

namespace CogSpace.Generation;

/// <summary>Decides before anything is loaded how a video fits into memory, or that it does not.</summary>
/// <param name="model">Says what a plan takes.</param>
/// <param name="options">What was asked for.</param>
/// <param name="place">Where that leads to; null: libtorch is asked.</param>
internal sealed class MemoryPreflight(Model model, PipelineOptions options, ComputeSummary? place = null)
{
    // What is estimated can be somewhat more, and others take memory meanwhile.
    private const double Share = 0.9;

    private static readonly MemoryMode[] Modes = [MemoryMode.Resident, MemoryMode.Model, MemoryMode.Sequential];

    /// <summary>
    /// The first way that fits: as much of the model in memory as possible, and tiles only where nothing fits without.
    /// </summary>
    /// <param name="plan">What is made.</param>
    /// <param name="free">Bytes that are free; null: unknown, then everything fits.</param>
    /// <exception cref="InvalidRequestException">Nothing that was allowed fits; the message has the numbers.</exception>
    public MemoryChoice Choose(GenerationPlan plan, long? free) =>
        Find(plan, free) ?? throw new InvalidRequestException(Refusal(plan, free!.Value));

    /// <summary>As <see cref="Choose"/>; null: nothing fits.</summary>
    public MemoryChoice? Find(GenerationPlan plan, long? free) =>
        Ways(plan, free).FirstOrDefault(way => free is null || way.Need <= free * Share);

    /// <summary>As <see cref="Find"/>, for the video that the model was made for.</summary>
    /// <exception cref="CogSpaceException">A file of the model is damaged, or there is no such device.</exception>
    public MemoryChoice? FindUsual(long? free) => Find(model.PlanUsual(), free);

    /// <summary>The way that takes less than one that failed; null: there is none.</summary>
    public MemoryChoice? Cheaper(GenerationPlan plan, MemoryChoice failed)
    {
        var unbound = new MemoryPreflight(model, options with { Memory = MemoryMode.Auto }, place);
        return unbound
            .Ways(plan, failed.Free)
            .SkipWhile(way => way.Mode != failed.Mode || way.Tiled != failed.Tiled)
            .Skip(1)
            .FirstOrDefault(way => way.Need < failed.Need);
    }

    private IEnumerable<MemoryChoice> Ways(GenerationPlan plan, long? free)
    {
        var modes = options.Memory == MemoryMode.Auto ? Modes : [options.Memory];
        bool[] tilings = model.CanTile(plan) ? (options.Tiling is { } wanted ? [wanted] : [false, true]) : [false];
        return from tiled in tilings
               let needs = NeedsOf(plan with { Tiled = tiled })
               from mode in modes
               select new MemoryChoice(mode, tiled, needs.Of(mode), free);
    }

    private MemoryNeeds NeedsOf(GenerationPlan plan) =>
        place is null ? model.Memory(plan, options) : model.Memory(plan, place, options.Weights);

    private string Refusal(GenerationPlan plan, long free)
    {
        bool tiled = model.CanTile(plan) && options.Tiling != false;
        var needs = NeedsOf(plan with { Tiled = tiled });
        string advice = options.Weights == WeightKind.I8 ? "" : "; so do weights in int8";
        string asked = options.Memory == MemoryMode.Auto ? "" : $" {options.Memory.ToString().ToLowerInvariant()} was asked for.";
        return $"This video does not fit into memory: {plan.Frames} frames of {plan.Width} x {plan.Height} take about " +
            $"{ByteSize.Format(needs.Resident)} with the whole model in memory (resident), " +
            $"{ByteSize.Format(needs.Model)} with one network at a time (model) and " +
            $"{ByteSize.Format(needs.Sequential)} layer by layer " +
            $"(sequential){(tiled ? ", pictures cut into tiles" : "")}; {ByteSize.Format(free)} are free.{asked} Fewer " +
            $"frames or a smaller size take less{advice}.";
    }
}
