using CogSpace.Pipeline.Hardware;
using CogSpace.Pipeline.Memory;
using CogSpace.Pipeline.Schedulers;
using CogSpace.Pipeline.Text;

namespace CogSpace.Pipeline.Tests;

/// <summary>A loaded pipeline and what it is made of.</summary>
internal sealed class LoadedParts : IDisposable
{
    public LoadedParts(string folder, PipelineOptions options)
    {
        var (files, place) = (ModelFolder.Open(folder), ComputePlace.Choose(options));
        (Model, Shape, Scheduler) = (Model.Open(folder), files.ReadShape(), files.ReadScheduler());
        var networks = new NetworkLoading(files, Shape, place, options);
        Prompts = new PromptEncoder(
            files.LoadTokenizer(), networks.TextEncoder, Shape.Transformer.MaxTextSeqLength, place.Device);
        Autoencoder = new Autoencoder(networks.Vae, Shape.Vae, place);
        Pipeline = new CogVideoXPipeline(
            Prompts, networks.Transformer, Autoencoder, Scheduler, Shape, previews: null, networks);
    }

    public Model Model { get; }

    public PipelineShape Shape { get; }

    public ModelScheduler Scheduler { get; }

    public PromptEncoder Prompts { get; }

    public Autoencoder Autoencoder { get; }

    public CogVideoXPipeline Pipeline { get; }

    public void Dispose() => Pipeline.Dispose();
}
