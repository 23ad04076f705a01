using CogSpace.Generation;

namespace CogSpace.Web.Components.Studio.Form;

/// <summary>The tokens of a text in a form, counted again only when the text or the model has changed.</summary>
internal sealed class TokenCount
{
    private (string Text, ModelInfo Model, int Tokens)? _last;

    public int Of(string text, ModelInfo model, ModelCatalog models)
    {
        if (_last is not { } last || last.Text != text || last.Model != model)
            _last = last = (text, model, models.CountTokens(model, text));
        return last.Tokens;
    }
}
