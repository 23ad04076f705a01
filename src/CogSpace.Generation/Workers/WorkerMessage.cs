using System.Text.Json.Serialization;

namespace CogSpace.Generation.Workers;

/// <summary>
/// What a server and its worker tell each other. The server sends <see cref="Begin"/> once and gets <see cref="Ready"/>; then
/// one order at a time, each of which ends with one <see cref="Ended"/>.
/// </summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "message")]
[JsonDerivedType(typeof(Begin), "begin")]
[JsonDerivedType(typeof(LoadModel), "load")]
[JsonDerivedType(typeof(MakeVideo), "make")]
[JsonDerivedType(typeof(PostProcessVideo), "post-process")]
[JsonDerivedType(typeof(Cancel), "cancel")]
[JsonDerivedType(typeof(Stop), "stop")]
[JsonDerivedType(typeof(Ready), "ready")]
[JsonDerivedType(typeof(Progressed), "progress")]
[JsonDerivedType(typeof(Loaded), "loaded")]
[JsonDerivedType(typeof(Made), "made")]
[JsonDerivedType(typeof(PostProcessed), "post-processed")]
[JsonDerivedType(typeof(Failed), "failed")]
internal abstract record WorkerMessage;

/// <summary>Server to worker, first: what to work with.</summary>
/// <param name="Protocol">Has to be <see cref="CurrentProtocol"/>.</param>
/// <param name="Options">Where models are, and where and how everything computes.</param>
internal sealed record Begin(int Protocol, GeneratorOptions Options) : WorkerMessage
{
    public const int CurrentProtocol = 1;
}

/// <summary>Server to worker: have a model in memory. Ends with <see cref="Loaded"/> or <see cref="Failed"/>.</summary>
/// <param name="Model">Which.</param>
/// <param name="Type">The number type; null: the one that suits the model and the device.</param>
internal sealed record LoadModel(ModelPlace Model, ComputeType? Type) : WorkerMessage;

/// <summary>Server to worker: make a video. Ends with <see cref="Made"/> or <see cref="Failed"/>.</summary>
/// <param name="Plan">What to make.</param>
/// <param name="Model">Which model makes it.</param>
/// <param name="Output">Where the files go.</param>
/// <param name="Type">The number type; null: the one that suits the model and the device.</param>
internal sealed record MakeVideo(GenerationPlan Plan, ModelPlace Model, GenerationOutput Output, ComputeType? Type)
    : WorkerMessage;

/// <summary>
/// Server to worker: give a video more pixels or frames. Ends with <see cref="PostProcessed"/> or <see cref="Failed"/>.
/// </summary>
/// <param name="Video">The file to read.</param>
/// <param name="Wanted">What to do.</param>
/// <param name="Output">Where the files go.</param>
internal sealed record PostProcessVideo(string Video, PostProcessing Wanted, GenerationOutput Output) : WorkerMessage;

/// <summary>Server to worker: give up the order, if there still is one; it ends as always.</summary>
internal sealed record Cancel : WorkerMessage;

/// <summary>Server to worker: end.</summary>
internal sealed record Stop : WorkerMessage;

/// <summary>Worker to server, first: orders may come.</summary>
/// <param name="Device">What it computes in; null: it cannot be used.</param>
/// <param name="Problem">Why; null: it can.</param>
/// <param name="PostProcessing">Where networks for frames compute, or why they cannot: a sentence for the log.</param>
internal sealed record Ready(DeviceReport? Device, WorkerFailure? Problem, string PostProcessing) : WorkerMessage;

/// <summary>Worker to server: how far the order is. Some are left out if the server is slow to read them.</summary>
internal sealed record Progressed(GenerationProgress Progress) : WorkerMessage;

/// <summary>Worker to server: the order is over, and another may come.</summary>
/// <param name="Memory">Bytes that the worker has now; null where it cannot tell.</param>
internal abstract record Ended(long? Memory) : WorkerMessage;

internal sealed record Loaded(long? Memory) : Ended(Memory);

internal sealed record Made(GenerationResult Result, long? Memory) : Ended(Memory);

internal sealed record PostProcessed(PostProcessingResult Result, long? Memory) : Ended(Memory);

internal sealed record Failed(WorkerFailure Failure, long? Memory) : Ended(Memory);

/// <summary>Where a model is and what it is called.</summary>
internal sealed record ModelPlace(string Name, string Folder)
{
    public static ModelPlace Of(ModelInfo model) => new(model.Name, model.Folder);
}
