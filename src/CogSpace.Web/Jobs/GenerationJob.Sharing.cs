using CogSpace.Web.Sharing;

namespace CogSpace.Web.Jobs;

/// <content>Whether others may see its video.</content>
public sealed partial class GenerationJob
{
    private volatile VideoShare? _share;

    /// <summary>Its public page; null: only its owner can see it.</summary>
    public VideoShare? Share => _share;

    /// <summary>Opens, changes or closes its public page. When this returns it is on disk.</summary>
    /// <param name="change">From what there is to what there will be; null is no page.</param>
    /// <exception cref="CogSpaceException">
    /// It cannot be written. A page that was to be closed is closed all the same, until the next start.
    /// </exception>
    internal VideoShare? ChangeShare(Func<VideoShare?, VideoShare?> change)
    {
        lock (_changing)
        {
            var share = change(_share);
            if (share == _share || _deleted)
                return _share;
            if (share is null)
                _share = null;
            _store.Save(RecordOf(_status, _attempts) with { Share = share });
            _share = share;
        }

        _changes.Raise(this);
        return _share;
    }
}
