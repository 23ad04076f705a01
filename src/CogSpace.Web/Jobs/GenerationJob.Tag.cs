namespace CogSpace.Web.Jobs;

/// <content>What a program has said of it.</content>
public sealed partial class GenerationJob
{
    private volatile JobTag? _tag;

    /// <summary>What a program has said of it beside what to make; null: nothing.</summary>
    public JobTag? Tag => _tag;

    /// <summary>Changes that. When this returns it is on disk.</summary>
    /// <exception cref="CogSpaceException">It cannot be written; it counts until the next start.</exception>
    internal void ChangeTag(Func<JobTag, JobTag> change)
    {
        lock (_changing)
        {
            if (_tag is not { } tag || _deleted)
                return;
            _tag = change(tag);
            _store.Save(RecordOf(_status, _attempts));
        }
    }
}
