using CogSpace.Generation;
using CogSpace.Web.Examples;
using CogSpace.Web.Models;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>The model that a tab asks, and what is known of it.</summary>
/// <param name="Choices">The models that the visitor may pick from.</param>
/// <param name="Name">The one that is chosen; null: none can be.</param>
/// <param name="Guide">What a visitor should know of it.</param>
/// <param name="Opened">The model itself; null while it cannot be read.</param>
/// <param name="Shapes">The sizes and lengths to offer; null while the model cannot be read.</param>
/// <param name="Problem">Why none can be chosen, a sentence; null where that is said at the top of the page.</param>
public sealed record TabModel(
    IReadOnlyList<ModelChoice> Choices, string? Name, ModelGuide? Guide, ModelInfo? Opened, VideoShapes? Shapes,
    string? Problem)
{
    /// <summary>Looks at the disk, so not to be asked for at every key.</summary>
    public static TabModel Of(
        ModelMenu models, ModelCatalog catalog, ModelLabels labels, ModelGuides guides, StudioTab tab, StudioDraft draft)
    {
        var task = tab.Task();
        var choices = labels.Of(models.OfferedFor(task));
        string? picked = draft.ModelOf(task) is { } wanted && choices.Any(choice => choice.Name == wanted) ? wanted : null;
        try
        {
            string usual = models.DefaultFor(task).Name;
            if (picked == usual)
                draft.SetModel(task, null);      // no setting of their own
            return Of(models, catalog, guides, choices, picked ?? usual, null);
        }
        catch (CogSpaceException e)
        {
            bool isSaidAbove = tab == StudioTab.Prompt && models.Offered.Count == 0;
            return Of(models, catalog, guides, choices, picked, picked is not null || isSaidAbove ? null : e.Message);
        }
    }

    // The tokenizer is read now, and not at the first key.
    private static ModelInfo? Open(ModelMenu models, ModelCatalog catalog, string name)
    {
        try
        {
            var model = models.Find(name);
            catalog.CountTokens(model, "");
            return model;
        }
        catch (CogSpaceException)
        {
            return null;
        }
    }

    private static TabModel Of(
        ModelMenu models, ModelCatalog catalog, ModelGuides guides, IReadOnlyList<ModelChoice> choices, string? name,
        string? problem)
    {
        var opened = name is null ? null : Open(models, catalog, name);
        return new(
            choices, name, guides.Of(opened), opened, opened is null ? null : catalog.ShapesOf(opened), problem);
    }
}
