using System.Diagnostics.CodeAnalysis;
using CogSpace.Web.Jobs;

namespace CogSpace.Web.Api.Gradio;

/// <summary>An event that is not a video: what a language model is asked, or a call that was refused.</summary>
/// <param name="function">That was called.</param>
/// <param name="session">Hash of the session that it belongs to; null: knowing its id is enough.</param>
/// <param name="owner">Whose it is.</param>
[SuppressMessage(
    "Design", "CA1001", Justification = "A cancellation source without a timer holds nothing that needs releasing.")]
internal sealed class GradioCall(GradioFunction function, string? session, string owner)
{
    private readonly CancellationTokenSource _cancelled = new();
    private volatile GradioOutcome? _outcome;
    private volatile bool _isTold;

    public string Id { get; } = UnguessableId.New();

    public GradioFunction Function => function;

    public string? Session => session;

    public string Owner => owner;

    /// <summary>What came of it; null: it is not over.</summary>
    public GradioOutcome? Outcome
    {
        get => _outcome;
        set => _outcome = value;
    }

    /// <summary>Whether its end was sent to the session.</summary>
    public bool IsTold
    {
        get => _isTold;
        set => _isTold = value;
    }

    public CancellationToken Cancelled => _cancelled.Token;

    public void Cancel() => _cancelled.Cancel();
}

/// <summary>What came of a call.</summary>
/// <param name="Data">What the function has returned; null: nothing.</param>
/// <param name="Error">Why not, a sentence.</param>
internal sealed record GradioOutcome(IReadOnlyList<object?>? Data, string? Error)
{
    public static GradioOutcome Of(params IReadOnlyList<object?> data) => new(data, null);

    public static GradioOutcome Failed(string sentence) => new(null, sentence);
}
