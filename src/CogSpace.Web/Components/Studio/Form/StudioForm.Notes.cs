using CogSpace.Generation;
using CogSpace.Web.Components.Studio.Job;
using CogSpace.Web.Estimates;

namespace CogSpace.Web.Components.Studio.Form;

/// <content>What is said beside the fields before a video is asked for.</content>
public sealed partial class StudioForm
{
    // What the video was made with and this server, or this tab, has not.
    private IEnumerable<string> Differences()
    {
        if (Draft.Kept is not { Model: var model } || _model.Name is not { } name)
            yield break;
        if (name != model)
        {
            yield return Text["OtherModel", model, name];
        }
        else if (Draft.Computed is { } computed && Server.DifferenceTo(computed, name) is { } difference)
        {
            yield return difference;
        }
    }

    // The mark at the end of a text is a token, too, but not one that anybody wrote.
    private int Tokens(ModelInfo model) =>
        Draft.Prompt.Trim() is { Length: > 0 } prompt ? _promptTokens.Of(prompt, model, Catalog) : 0;

    // How long it will probably take, before it is asked for.
    private string? Estimate()
    {
        int count = PlainNumber.Whole(Draft.Count) is { } several && several >= 1 && several <= MostVideos ? several : 1;
        if (_model.Opened is not { } model || _fit?.Made is not { } made || Draft.ToRoughRequest() is not { } request)
            return null;
        try
        {
            if (Speeds.Of(VideoWork.Of(request, model, made, Menu)) is not { } stages)
                return Text["TakesUnknown"];
            string time = Sentences.Say(StageText.Time(stages.Values.Sum() * count));
            return count > 1 ? Text["TakesForCount", time, count] : Text["Takes", time];
        }
        catch (CogSpaceException)
        {
            return null;       // asking for it says why
        }
    }

    // What the model will not read, a sentence each.
    private IEnumerable<string> Cuts(ModelInfo model)
    {
        if (Tokens(model) > model.TokenLimit)
            yield return Text["PromptCut", model.TokenLimit];
        if (_negativeTokens.Of(Draft.NegativePrompt.Trim(), model, Catalog) > model.TokenLimit)
            yield return Text["NegativePromptCut", model.TokenLimit];
    }
}
