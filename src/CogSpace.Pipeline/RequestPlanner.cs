using CogSpace.Pipeline.Text;
using CogSpace.Pipeline.Weights.Loras;

namespace CogSpace.Pipeline;

/// <summary>Says what a model will make of a request, or why it cannot, without loading its networks.</summary>
public sealed class RequestPlanner
{
    private readonly T5Tokenizer _tokenizer;
    private readonly Planning _planning;
    private readonly ModelFolder _model;

    private RequestPlanner(ModelFolder model, T5Tokenizer tokenizer, PipelineShape shape, Planning planning)
    {
        (_model, _tokenizer, _planning) = (model, tokenizer, planning);
        Prompts = new PromptCounter(tokenizer, shape.Transformer.MaxTextSeqLength);
    }

    /// <summary>Counts tokens as the model will.</summary>
    public PromptCounter Prompts { get; }

    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static RequestPlanner Load(string folder)
    {
        var model = ModelFolder.Open(folder);
        var shape = model.ReadShape();
        return new RequestPlanner(model, model.LoadTokenizer(), shape, new Planning(shape, model.ReadScheduler()));
    }

    /// <summary>Checks a request and fills in what it leaves to the model.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="video">Of a request for video to video: the video that is restyled.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    /// <exception cref="ModelLoadException">A LoRA is damaged or was made for another model.</exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? video = null)
    {
        var plan = _planning.Plan(request, video, _tokenizer.Count);
        return request.Loras is { Count: > 0 } loras ? plan with { Notes = [.. plan.Notes, .. Check(loras)] } : plan;
    }

    // Refuses what does not fit; gives back what else is to be said.
    private List<string> Check(IReadOnlyList<LoraFile> loras)
    {
        var notes = new List<string>();
        using var weights = _model.OpenTransformer();
        foreach (var lora in loras)
        {
            using var adapter = LoraAdapter.Open(lora.Path);
            adapter.RefuseMisfits(layer => weights.Find($"{layer}.weight")?.Shape);
            notes.AddRange(adapter.Notes);
        }

        return notes;
    }
}
