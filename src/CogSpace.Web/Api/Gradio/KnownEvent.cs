using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.Gradio;

/// <summary>An event that somebody may reach.</summary>
internal abstract class KnownEvent
{
    public abstract string Id { get; }

    public abstract GradioFunction Function { get; }

    /// <summary>Whether its end was sent to the session.</summary>
    public abstract bool IsTold { get; }

    /// <summary>Notes whether it was.</summary>
    public abstract void Tell(bool isTold);

    public abstract void Cancel();
}

/// <summary>A video.</summary>
internal sealed class KnownJob(GenerationJob job, ILogger log) : KnownEvent
{
    public GenerationJob Job => job;

    public override string Id => job.Id;

    public override GradioFunction Function => GradioFunction.Generate;

    public override bool IsTold => job.Tag is { Gradio.IsTold: true };

    public override void Tell(bool isTold)
    {
        if (IsTold == isTold)
            return;
        try
        {
            job.ChangeTag(tag => tag with { Gradio = tag.Gradio! with { IsTold = isTold } });
        }
        catch (CogSpaceException e)
        {
            log.LogWarning("Job {JobId} may be told once more after a restart: {Problem}", job.Id, e.Message);
        }
    }

    public override void Cancel() => job.Cancel();
}

/// <summary>A call that is not a video.</summary>
internal sealed class KnownCall(GradioCall call) : KnownEvent
{
    public GradioCall Call => call;

    public override string Id => call.Id;

    public override GradioFunction Function => call.Function;

    public override bool IsTold => call.IsTold;

    public override void Tell(bool isTold) => call.IsTold = isTold;

    public override void Cancel() => call.Cancel();
}
