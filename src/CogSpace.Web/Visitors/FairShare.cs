using System.Globalization;
using CogSpace.Web.Estimates;
using CogSpace.Web.Jobs;
using Microsoft.Extensions.Options;

namespace CogSpace.Web.Visitors;

/// <summary>What one visitor may have of the server: the queue, uploads, conversions and pages all ask here.</summary>
internal sealed class FairShare(
    IOptions<FairShareOptions> options, ComputeLedger compute, StageSpeeds? speeds = null, IAllowances? allowances = null)
{
    /// <summary>All visitors of one address together may have so many times as much as one of them.</summary>
    public const int AddressFactor = 3;

    private const int UploadsAtOnce = 4;
    private const int UploadsInAll = 64;

    private const int ConversionsAtOnce = 4;
    private const int ConversionsInAll = 64;
    private const int ArchivesInAll = 16;
    private const int PartsOfTheDisk = 10;

    private readonly FairShareOptions _options = options.Value;

    public ComputeLedger Compute => compute;

    public StageSpeeds Speeds { get; } = speeds ?? new StageSpeeds();

    /// <summary>Uploads under way.</summary>
    public ShareCounter Uploads { get; } = new(UploadsAtOnce, UploadsAtOnce * AddressFactor, UploadsInAll);

    /// <summary>Conversions of finished videos that run or wait.</summary>
    public ShareCounter Conversions { get; } =
        new(ConversionsAtOnce, ConversionsAtOnce * AddressFactor, ConversionsInAll);

    /// <summary>Archives of finished videos that are being sent.</summary>
    public ShareCounter Archives { get; } = new(1, AddressFactor, ArchivesInAll);

    /// <summary>Open pages.</summary>
    public ShareCounter Pages { get; } =
        new(options.Value.PagesPerAddress, options.Value.PagesPerAddress, options.Value.Pages);

    /// <summary>How many times as much of the device as others somebody gets.</summary>
    public int WeightOf(Visitor visitor) => allowances?.Of(visitor)?.Weight ?? 1;

    /// <summary>Bytes that one visitor's jobs and uploads may take of so many.</summary>
    public static long OwnersPartOf(long bytes) => bytes / PartsOfTheDisk;

    /// <summary>Bytes that the jobs and uploads of all visitors from one address may take of so many.</summary>
    public static long AddressPartOf(long bytes) => bytes / PartsOfTheDisk * AddressFactor;

    /// <summary>Refuses a job of somebody who has a full share.</summary>
    /// <param name="wanted">The job.</param>
    /// <param name="waiting">Jobs that wait.</param>
    /// <param name="running">Jobs that run.</param>
    /// <param name="places">Jobs that may wait in all.</param>
    /// <param name="secondsUntil">
    /// Seconds until the first waiting job starts of which something is true; null: until any does.
    /// </param>
    /// <exception cref="QueueFullException">There is no place, or the last ones are for others.</exception>
    /// <exception cref="ShareUsedException">Too many jobs of this visitor wait, or the day's time is used up.</exception>
    public void CheckJob(
        Turn wanted, IReadOnlyCollection<Turn> waiting, IReadOnlyCollection<Turn> running, int places,
        Func<Func<Visitor, bool>?, double> secondsUntil)
    {
        if (waiting.Count >= places)
            throw new QueueFullException(waiting.Count, secondsUntil(null));
        if (wanted.Visitor.IsTrusted)
            return;
        Turn[] open = [.. waiting, .. running];
        if (allowances?.Of(wanted.Visitor) is { } allowed)
        {
            CheckAllowance(allowed, wanted, open);
            CheckLastPlaces(wanted.Visitor, waiting, places, secondsUntil);
            return;
        }

        CheckWaiting(wanted.Visitor, waiting, secondsUntil);
        CheckLastPlaces(wanted.Visitor, waiting, places, secondsUntil);
        CheckCompute("one visitor", IsOwner(wanted.Visitor), wanted, open, _options.ComputePerDay);
        CheckCompute(
            "all visitors from one address together", IsAddress(wanted.Visitor), wanted, open,
            _options.ComputePerDay * AddressFactor);
    }

    private void CheckAllowance(VisitorAllowance allowed, Turn wanted, Turn[] open)
    {
        var isOne = IsOwner(wanted.Visitor);
        int own = open.Count(turn => isOne(turn.Visitor));
        if (own >= (allowed.OpenJobs ?? _options.WaitingJobs))
            throw new ShareUsedException(
                $"This key already has {Count(own)} waiting or being made, as many as it may have. Please wait until one of " +
                $"them is done.");
        int made = Compute.VideosOf(isOne);
        if (made + own >= allowed.JobsPerDay)
        {
            var left = Compute.TimeUntilForgotten(isOne, double.Epsilon);
            throw new ShareUsedException(
                $"This key has used up the {Count(made + own)} that it may make in 24 hours. It can ask for the next one in " +
                $"{RoughTime.Words(left)}.",
                left);
        }

        CheckCompute("this key", isOne, wanted, open, allowed.ComputePerDay ?? _options.ComputePerDay);
    }

    private void CheckWaiting(
        Visitor visitor, IReadOnlyCollection<Turn> waiting, Func<Func<Visitor, bool>?, double> secondsUntil)
    {
        int own = waiting.Count(turn => IsOwner(visitor)(turn.Visitor));
        int near = waiting.Count(turn => IsAddress(visitor)(turn.Visitor));
        if (own >= _options.WaitingJobs)
            throw new ShareUsedException(
                $"You already have {Count(own)} waiting, as many as one visitor may have here. You can ask for another when " +
                $"one of them starts, in {RoughTime.Words(secondsUntil(IsOwner(visitor)))}."
            );
        if (near >= _options.WaitingJobs * AddressFactor)
            throw new ShareUsedException(
                $"{Count(near)} from your internet connection already wait, as many as may. You can ask for one when one of " +
                $"them starts, in {RoughTime.Words(secondsUntil(IsAddress(visitor)))}."
            );
    }

    // However few places are left, somebody who has none gets one.
    private static void CheckLastPlaces(
        Visitor visitor, IReadOnlyCollection<Turn> waiting, int places, Func<Func<Visitor, bool>?, double> secondsUntil)
    {
        int near = waiting.Count(turn => IsAddress(visitor)(turn.Visitor));
        if (near > 0 && near >= places - waiting.Count)
            throw new QueueFullException(waiting.Count, secondsUntil(null), isNearly: true);
    }

    private void CheckCompute(string who, Func<Visitor, bool> isOne, Turn wanted, Turn[] open, TimeSpan limit)
    {
        double spent = Compute.SecondsOf(isOne);
        double used = spent + open.Where(turn => isOne(turn.Visitor)).Sum(turn => turn.Seconds);
        double over = used + wanted.Seconds - limit.TotalSeconds;
        if (used <= 0 || over <= 0)
            return;
        var left = Compute.TimeUntilForgotten(isOne, Math.Min(over, spent));
        throw new ShareUsedException(
            $"This video would take more than is left of the {Minutes(limit)} of computing that {who} may use here in 24 " +
            $"hours. You can ask for it in {RoughTime.Words(left)}.",
            left);
    }

    private static Func<Visitor, bool> IsOwner(Visitor visitor) => other => other.Owner == visitor.Owner;

    private static Func<Visitor, bool> IsAddress(Visitor visitor) => other => other.Address == visitor.Address;

    private static string Count(int videos) =>
        videos == 1 ? "1 video" : string.Create(CultureInfo.InvariantCulture, $"{videos} videos");

    private static string Minutes(TimeSpan time) => time.TotalMinutes < 2
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0} seconds")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0} minutes");
}
