using CogSpace.Pipeline.Schedulers;

namespace CogSpace.Pipeline;

/// <summary>Says what a model will make of a request, or why it cannot, without loading its networks.</summary>
public sealed class RequestPlanner
{
    private readonly PipelineShape _shape;
    private readonly IScheduler _scheduler;

    private RequestPlanner(PromptCounter prompts, PipelineShape shape, IScheduler scheduler) =>
        (Prompts, _shape, _scheduler) = (prompts, shape, scheduler);

    /// <summary>Counts tokens as the model will.</summary>
    public PromptCounter Prompts { get; }

    /// <exception cref="ModelLoadException">A file is missing, damaged, or of another architecture.</exception>
    public static RequestPlanner Load(string folder)
    {
        var model = ModelFolder.Open(folder);
        var shape = new PipelineShape(model.ReadTransformerConfig(), model.ReadVaeConfig());
        shape.Check(folder);
        return new RequestPlanner(new PromptCounter(model.LoadTokenizer(), shape.Transformer.MaxTextSeqLength), shape, model.LoadScheduler());
    }

    /// <summary>Checks a request and fills in what it leaves to the model.</summary>
    /// <param name="request">What to make.</param>
    /// <param name="video">Of a request for video to video: the video that is made anew.</param>
    /// <exception cref="InvalidRequestException">The model cannot make what is asked for.</exception>
    public GenerationPlan Plan(GenerationRequest request, VideoInfo? video = null) =>
        _shape.Plan(request, _scheduler, Prompts.Count(request.Prompt), Prompts.Count(request.NegativePrompt));
}
