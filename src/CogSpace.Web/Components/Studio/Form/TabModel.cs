using CogSpace.Pipeline;
using CogSpace.Web.Components.Studio.Examples;
using CogSpace.Web.Models;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>The model that a tab asks, and what is known of it.</summary>
/// <param name="Choices">The models that the visitor may pick from.</param>
/// <param name="Name">The one that is chosen; null: none can be.</param>
/// <param name="Guide">What a visitor should know of it.</param>
/// <param name="Prompts">Counts tokens; null while the model cannot be read.</param>
/// <param name="Problem">Why none can be chosen, a sentence; null where that is said at the top of the page.</param>
public sealed record TabModel(
    IReadOnlyList<ModelChoice> Choices, string? Name, ModelGuide? Guide, PromptCounter? Prompts, string? Problem)
{
    /// <summary>The solver that its makers recommend; null while no model is chosen.</summary>
    public SchedulerKind? Scheduler { get; private init; }

    /// <summary>Looks at the disk, so not to be asked for at every key.</summary>
    public static TabModel Of(ModelMenu models, ModelLabels labels, StudioTab tab, StudioDraft draft)
    {
        var task = tab.Task();
        var choices = labels.Of(models.OfferedFor(task));
        string? picked = draft.ModelOf(task) is { } wanted && choices.Any(choice => choice.Name == wanted) ? wanted : null;
        try
        {
            string usual = models.DefaultFor(task).Name;
            if (picked == usual)
                draft.SetModel(task, null);      // no setting of their own
            return Of(models, choices, picked ?? usual, null);
        }
        catch (CogSpaceException e)
        {
            bool isSaidAbove = tab == StudioTab.Prompt && models.Offered.Count == 0;
            return Of(models, choices, picked, picked is not null || isSaidAbove ? null : e.Message);
        }
    }

    /// <returns>null when the model cannot be read.</returns>
    public static PromptCounter? CounterOf(ModelMenu models, string model)
    {
        try
        {
            return models.PlannerOf(model).Prompts;
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static TabModel Of(ModelMenu models, IReadOnlyList<ModelChoice> choices, string? name, string? problem) =>
        new(choices, name, ModelGuide.For(name), name is null ? null : CounterOf(models, name), problem)
        {
            Scheduler = name is null ? null : SchedulerOf(models, name),
        };

    private static SchedulerKind? SchedulerOf(ModelMenu models, string model)
    {
        try
        {
            return models.Find(model).Preset.Scheduler;
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }
}
